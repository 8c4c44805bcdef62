package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairLiveTest {
  private static final Duration SETTLE = Duration.ofHours(2);
  private static final Duration REMEMBER = Duration.ofDays(7);
  private static final long LAST_EVENT = Samples.NOON + 2_000;

  private final Witness api = Samples.call("r-1").api().witnesses().get(0);
  private final Witness log = Samples.call("r-1").log().witnesses().get(0);
  private KeyedOneInputStreamOperatorTestHarness<String, Parcel, Revision> harness;

  @BeforeEach
  void open() throws Exception {
    harness = opened(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void a_call_with_all_its_witnesses_is_final_at_once_and_waits_only_to_be_forgotten()
      throws Exception {
    take(api);
    take(log);

    assertThat(labels()).containsExactly(RevisionLabel.EARLY, RevisionLabel.FINAL);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
  }

  @Test
  void after_ten_minutes_an_unfinished_call_is_provisional_once() throws Exception {
    take(api);
    harness.setProcessingTime(Duration.ofMinutes(10).toMillis() - 1);
    assertThat(labels()).containsExactly(RevisionLabel.EARLY);

    harness.setProcessingTime(Duration.ofMinutes(30).toMillis());

    assertThat(labels()).containsExactly(RevisionLabel.EARLY, RevisionLabel.PROVISIONAL);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void marks_and_not_the_clock_settle_a_call() throws Exception {
    take(api);
    harness.setProcessingTime(Duration.ofDays(30).toMillis());
    assertThat(labels()).doesNotContain(RevisionLabel.FINAL);

    harness.processWatermark(LAST_EVENT + SETTLE.toMillis() - 1);
    assertThat(labels()).doesNotContain(RevisionLabel.FINAL);

    harness.processWatermark(LAST_EVENT + SETTLE.toMillis());
    assertThat(labels()).endsWith(RevisionLabel.FINAL);
  }

  @Test
  void a_first_witness_behind_the_settle_window_settles_with_the_next_mark() throws Exception {
    harness.processWatermark(LAST_EVENT + SETTLE.toMillis() + 1);
    take(api);
    assertThat(labels()).containsExactly(RevisionLabel.EARLY);

    harness.processWatermark(LAST_EVENT + SETTLE.toMillis() + 2);

    assertThat(labels()).containsExactly(RevisionLabel.EARLY, RevisionLabel.FINAL);
  }

  @Test
  void a_witness_after_final_corrects() throws Exception {
    take(api);
    harness.processWatermark(LAST_EVENT + SETTLE.toMillis());
    take(log);

    assertThat(labels()).endsWith(RevisionLabel.FINAL, RevisionLabel.CORRECTED);
    assertThat(revisions().get(2).before()).isEqualTo(revisions().get(1).after());
  }

  @Test
  void the_same_record_again_changes_nothing() throws Exception {
    take(api);
    take(log);
    take(api);

    assertThat(labels()).hasSize(2);
  }

  @Test
  void a_forgotten_call_leaves_no_state_and_its_next_witness_is_late() throws Exception {
    take(api);
    harness.processWatermark(LAST_EVENT + REMEMBER.toMillis() + PairLive.MARGIN.toMillis());
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();

    take(log);

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(labels()).containsExactly(RevisionLabel.EARLY, RevisionLabel.FINAL);
    LakeRow row = late().get(0);
    assertThat(row.get("request_id")).isEqualTo("r-1");
    assertThat(row.get("kind")).isEqualTo("LOG");
    assertThat(CallCodec.decode((byte[]) row.get("evidence")).log()).isNotNull();
    // a key: every build must find the same for a witness that it meets again
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(CallCodec.identity(log));
    assertThat(row.get("evidence_hash")).isEqualTo(HexFormat.of().formatHex(sha256, 0, 8));
  }

  @Test
  void a_canary_that_comes_late_is_a_row_of_its_own_and_no_gap_in_anybodys_evidence()
      throws Exception {
    harness.processWatermark(LAST_EVENT + REMEMBER.toMillis() + 1_000);
    var canary =
        Samples.call(CanaryId.of(Canary.ACCOUNT, LAST_EVENT, 1))
            .account(Canary.ACCOUNT)
            .model(Canary.MODEL)
            .api()
            .log();
    for (Witness witness : canary.witnesses()) {
      take(witness);
    }

    assertThat(late()).isEmpty();
    List<LakeRow> rows = rows(LakeTable.CANARIES);
    assertThat(rows).hasSize(2).allMatch(CanaryRows::isLate);
    assertThat(rows).allMatch(row -> row.get("copies").equals(1L));
    assertThat(rows).extracting(row -> row.get("step")).doesNotHaveDuplicates();
  }

  @Test
  void what_was_late_is_late_again_after_a_restore_before_any_mark() throws Exception {
    harness.processWatermark(LAST_EVENT + REMEMBER.toMillis() + 1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    harness = opened(state);
    take(api);

    assertThat(late()).hasSize(1);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void a_restored_call_goes_on_where_it_was() throws Exception {
    take(api);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    harness = opened(state);
    take(log);

    assertThat(labels()).containsExactly(RevisionLabel.FINAL);
    assertThat(revisions().get(0).after().witnesses()).isEqualTo(2);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, Revision> opened(
      OperatorSubtaskState state) throws Exception {
    PairingTerms terms = PairingTerms.of(SETTLE, REMEMBER, List.of());
    KeyedOneInputStreamOperatorTestHarness<String, Parcel, Revision> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new PairLive(terms), Parcel::key, Types.STRING);
    harness.setup(
        EdgeType.REVISION.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private void take(Witness witness) throws Exception {
    harness.processElement(new StreamRecord<>(Parcel.of(witness)));
  }

  private List<Revision> revisions() {
    return harness.extractOutputValues();
  }

  private List<RevisionLabel> labels() {
    return revisions().stream().map(Revision::label).toList();
  }

  private List<LakeRow> late() {
    return rows(LakeTable.LATE);
  }

  private List<LakeRow> rows(LakeTable table) {
    var rows = harness.getSideOutput(Tags.ROWS);
    return rows == null
        ? List.of()
        : rows.stream()
            .map(record -> LakeRow.decode(record.getValue()))
            .filter(row -> row.table() == table)
            .toList();
  }
}
