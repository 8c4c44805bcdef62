package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TallyFindingsTest {
  private static final long REMEMBER = 7 * 86_400_000L;

  @Test
  void many_grounds_make_one_row_a_second() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      take(harness, true, true, 0, 10, 20);
      take(harness, true, true, 30);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.setProcessingTime(1_000);

      LakeRow row = row(harness, 0);
      assertThat(row.get("occurrences")).isEqualTo(4L);
      assertThat(row.get("first_seen_at")).isEqualTo(Samples.NOON * 1_000);
      assertThat(row.get("last_seen_at")).isEqualTo((Samples.NOON + 30) * 1_000);
      assertThat(row.get("revision")).isEqualTo(1L);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void a_ground_taken_back_supersedes_the_finding() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      take(harness, true, true, 0);
      harness.setProcessingTime(1_000);
      take(harness, true, false, 0);
      harness.setProcessingTime(2_000);

      assertThat(row(harness, 1).get("status")).isEqualTo("superseded");
      assertThat(row(harness, 1).get("revision")).isEqualTo(2L);
    }
  }

  @Test
  void early_grounds_are_shown_and_not_stored() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      take(harness, false, true, 0);
      harness.setProcessingTime(1_000);
      take(harness, false, false, 0);
      harness.setProcessingTime(2_000);

      assertThat(harness.extractOutputValues()).isEmpty();
      List<Parcel> live =
          harness.getSideOutput(Tags.LIVE).stream().map(StreamRecord::getValue).toList();
      assertThat(LiveCodec.finding(live.get(0).payload()).occurrences()).isEqualTo(1);
      assertThat(live.get(1).payload()).isEmpty();
    }
  }

  @Test
  void a_replay_writes_once_at_the_end() throws Exception {
    try (var harness = opened(Mode.REPLAY, null)) {
      take(harness, true, true, 0);
      harness.setProcessingTime(60_000);
      take(harness, true, true, 5);
      take(harness, false, true, 5);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(row(harness, 0).get("occurrences")).isEqualTo(2L);
    }
  }

  @Test
  void counts_and_revision_survive_a_restart() throws Exception {
    OperatorSubtaskState state;
    try (var harness = opened(Mode.LIVE, null)) {
      take(harness, true, true, 0, 1);
      harness.setProcessingTime(1_000);
      take(harness, true, true, 2);
      state = harness.snapshot(1, 1);
    }
    try (var harness = opened(Mode.LIVE, state)) {
      harness.setProcessingTime(5_000);

      assertThat(row(harness, 0).get("occurrences")).isEqualTo(3L);
      assertThat(row(harness, 0).get("revision")).isEqualTo(2L);
      assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> opened(
      Mode mode, OperatorSubtaskState state) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TallyFindings(REMEMBER, mode)),
            Parcel::key,
            Types.STRING);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static void take(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness,
      boolean settled,
      boolean added,
      long... afterNoon)
      throws Exception {
    Ground ground =
        new Ground(
            "residency-breach", 1, Severity.CRITICAL, "1", "w", null, "r", null, 0, "headline");
    long[] times = java.util.Arrays.stream(afterNoon).map(t -> Samples.NOON + t).toArray();
    harness.processElement(
        new StreamRecord<>(new GroundBatch(settled, added, ground, times).parcel()));
  }

  private static LakeRow row(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness, int n) {
    return LakeRow.decode(harness.extractOutputValues().get(n));
  }
}
