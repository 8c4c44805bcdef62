package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.judge.CallRows;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.JudgedCall;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class JudgeCallsTest {
  private static final Call BEFORE =
      Samples.call("r-1")
          .model(Samples.AU_SONNET)
          .api(d -> d.inferenceRegion = Samples.SINGAPORE)
          .build();
  private static final Call AFTER =
      Samples.call("r-1")
          .model(Samples.AU_SONNET)
          .api(d -> d.inferenceRegion = Samples.SINGAPORE)
          .log(
              d -> {
                d.inferenceRegion = Samples.SINGAPORE;
                d.inputTokens = 200L;
                d.outputTokens = 1_000L;
              })
          .build();

  @Test
  void an_early_revision_reaches_the_live_page_and_not_the_lake() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      take(harness, null, BEFORE, RevisionLabel.EARLY);
      assertThat(side(harness, Tags.LIVE)).isEmpty();

      harness.setProcessingTime(500);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(counts(harness)).containsEntry("verdict|TRAIL_ONLY_NAMED", 1L);
      assertThat(grounds(harness)).isNotEmpty().allMatch(batch -> !batch.settled());
    }
  }

  @Test
  void a_final_revision_is_written_and_gives_to_the_stored_view() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      take(harness, null, AFTER, RevisionLabel.FINAL);
      harness.prepareSnapshotPreBarrier(1);

      JudgedCall written = harness.extractOutputValues().get(0);
      LakeRow row = CallRows.row(written.judgement(), written.label());
      assertThat(row.get("verdict")).isEqualTo("AGREED");
      assertThat(row.get("revision")).isEqualTo("FINAL");
      assertThat(grounds(harness))
          .anyMatch(
              b -> b.settled() && b.added() && b.template().rule().equals("residency-breach"));
      assertThat(uses(harness)).anyMatch(UseBatch::settled);
    }
  }

  @Test
  void a_correction_gives_what_is_new_before_it_takes_back_what_was() throws Exception {
    Call elsewhere =
        Samples.call("r-1")
            .model(Samples.AU_SONNET)
            .api(d -> d.inferenceRegion = Samples.OREGON)
            .build();
    try (var harness = opened(Mode.LIVE)) {
      take(harness, BEFORE, elsewhere, RevisionLabel.CORRECTED);
      harness.processWatermark(1);

      List<GroundBatch> settled =
          grounds(harness).stream()
              .filter(GroundBatch::settled)
              .filter(b -> b.template().rule().equals("residency-breach"))
              .toList();
      assertThat(settled).extracting(GroundBatch::added).containsExactly(true, false);
      assertThat(settled.get(0).template().region()).isEqualTo(Samples.OREGON);
      assertThat(settled.get(1).template().region()).isEqualTo(Samples.SINGAPORE);
    }
  }

  @Test
  void a_correction_that_changes_only_copies_moves_no_finding_and_no_quota() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      take(harness, AFTER, Call.merge(AFTER, copyOf(AFTER)), RevisionLabel.CORRECTED);
      harness.prepareSnapshotPreBarrier(1);

      assertThat(grounds(harness)).isEmpty();
      assertThat(uses(harness)).isEmpty();
      assertThat(counts(harness)).containsEntry("total|duplicates", 1L).hasSize(1);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void a_replay_tells_the_live_page_nothing_and_waits_for_the_end() throws Exception {
    try (var harness = opened(Mode.REPLAY)) {
      take(harness, null, AFTER, RevisionLabel.FINAL);
      harness.setProcessingTime(10_000);
      assertThat(grounds(harness)).isEmpty();

      harness.processWatermark(Long.MAX_VALUE);

      assertThat(grounds(harness)).isNotEmpty().allMatch(GroundBatch::settled);
      assertThat(side(harness, Tags.LIVE)).isEmpty();
    }
  }

  @Test
  void a_replay_of_calls_that_are_all_different_does_not_hold_all_their_decisions()
      throws Exception {
    try (var harness = opened(Mode.REPLAY)) {
      for (int i = 0; i < 9_000; i++) {
        Call call = Samples.call("r-" + i).account(Integer.toString(i)).api().build();
        take(harness, null, call, RevisionLabel.FINAL);
      }

      assertThat(side(harness, Tags.RATES)).hasSizeBetween(8_000, 9_000);
    }
  }

  @Test
  void all_revisions_of_a_call_together_leave_the_live_page_with_one_call() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      take(harness, null, BEFORE, RevisionLabel.EARLY);
      take(harness, BEFORE, BEFORE, RevisionLabel.PROVISIONAL);
      take(harness, BEFORE, AFTER, RevisionLabel.FINAL);
      harness.prepareSnapshotPreBarrier(1);

      assertThat(counts(harness))
          .containsEntry("total|calls", 1L)
          .containsEntry("verdict|AGREED", 1L)
          .containsEntry("pairing|BOTH", 1L)
          .doesNotContainKey("verdict|TRAIL_ONLY_NAMED");
    }
  }

  @Test
  void a_canary_is_told_of_and_counts_nowhere() throws Exception {
    String id = CanaryId.of(Canary.ACCOUNT, Samples.NOON, 1);
    Call canary =
        Samples.call(id)
            .account(Canary.ACCOUNT)
            .source(Samples.SYDNEY)
            .model(Canary.MODEL)
            .api(d -> d.inferenceRegion = Samples.OREGON)
            .build();
    try (var harness = opened(Mode.LIVE)) {
      take(harness, null, canary, RevisionLabel.FINAL);
      harness.prepareSnapshotPreBarrier(1);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(rows(harness)).singleElement().isEqualTo(LakeTable.CANARIES);
      assertThat(grounds(harness))
          .singleElement()
          .satisfies(b -> assertThat(b.settled()).isFalse())
          .satisfies(b -> assertThat(b.template().rule()).isEqualTo(Canary.RULE));
      assertThat(uses(harness)).isEmpty();
      assertThat(side(harness, Tags.RATES)).isEmpty();
      assertThat(side(harness, Tags.CALLERS)).isEmpty();
      assertThat(counts(harness)).isEqualTo(Map.of("total|canaries", 1L));
    }
    try (var harness = opened(Mode.REPLAY)) {
      take(harness, null, canary, RevisionLabel.FINAL);
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(rows(harness)).singleElement().isEqualTo(LakeTable.CANARIES);
      assertThat(grounds(harness)).isEmpty();
    }
  }

  private static List<LakeTable> rows(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness) {
    var output = harness.getSideOutput(Tags.ROWS);
    return output == null
        ? List.of()
        : output.stream().map(each -> LakeRow.decode(each.getValue()).table()).toList();
  }

  private static Call copyOf(Call call) {
    return Samples.call(call.key().requestId())
        .model(Samples.AU_SONNET)
        .log()
        .api(d -> d.inferenceRegion = Samples.SINGAPORE)
        .witnesses()
        .stream()
        .skip(1)
        .map(Call::of)
        .findFirst()
        .orElseThrow();
  }

  private static OneInputStreamOperatorTestHarness<Revision, JudgedCall> opened(Mode mode)
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<Revision, JudgedCall>(
            new JudgeCalls(Samples.policy("NZ", "AU"), Catalogue.shipped(), mode));
    harness.setup(
        EdgeType.JUDGED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
    return harness;
  }

  private static void take(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness,
      Call before,
      Call after,
      RevisionLabel label)
      throws Exception {
    harness.processElement(new StreamRecord<>(new Revision(before, after, label)));
  }

  private static List<Parcel> side(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness, OutputTag<Parcel> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private static List<GroundBatch> grounds(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness) {
    return side(harness, Tags.GROUNDS).stream().map(GroundBatch::of).toList();
  }

  private static List<UseBatch> uses(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness) {
    return side(harness, Tags.USES).stream().map(UseBatch::of).toList();
  }

  private static Map<String, Long> counts(
      OneInputStreamOperatorTestHarness<Revision, JudgedCall> harness) {
    Map<String, Long> all = new TreeMap<>();
    side(harness, Tags.LIVE)
        .forEach(p -> LiveCodec.counts(p.payload()).forEach((k, v) -> all.merge(k, v, Long::sum)));
    return all;
  }
}
