package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.fallback.CallerTable;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.CallerBatch;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class WatchCallersTest {
  private static final long HOUR = 3_600_000;
  private static final long SETTLE = 2 * HOUR;
  private static final long SECOND = Samples.NOON / 1000;

  @Test
  void the_early_view_tells_at_once_and_takes_back_what_an_earlier_use_explains() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      call(harness, false, Samples.SYDNEY, 630, 0);
      assertThat(grounds(harness)).isEmpty();
      call(harness, false, Samples.AUCKLAND, 600, 1);
      assertThat(grounds(harness)).hasSize(1);
      GroundBatch ground = grounds(harness).get(0);
      assertThat(ground.added()).isTrue();
      assertThat(ground.settled()).isFalse();
      assertThat(ground.template().region()).isEqualTo(Samples.SYDNEY);
      assertThat(ground.times()).containsExactly(Samples.NOON + 630_000);

      call(harness, false, Samples.SYDNEY, 10, 0);
      assertThat(grounds(harness)).hasSize(2);
      assertThat(grounds(harness).get(1).added()).isFalse();
    }
  }

  @Test
  void the_stored_view_waits_until_nothing_can_come_before() throws Exception {
    OperatorSubtaskState state;
    try (var harness = opened(Mode.LIVE, null)) {
      call(harness, true, Samples.AUCKLAND, 600, 1);
      call(harness, true, Samples.SYDNEY, 630, 0);
      harness.processWatermark(Samples.NOON + 630_000 + SETTLE);
      assertThat(grounds(harness)).isEmpty();
      state = harness.snapshot(1, 1);
    }
    try (var harness = opened(Mode.LIVE, state)) {
      harness.processWatermark(Samples.NOON + 631_000 + SETTLE + HOUR);
      assertThat(grounds(harness)).hasSize(1);
      assertThat(grounds(harness).get(0).settled()).isTrue();
      assertThat(harness.numEventTimeTimers()).as("the one that forgets").isEqualTo(1);
    }
  }

  @Test
  void of_a_caller_who_goes_quiet_nothing_is_left() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      for (boolean settled : new boolean[] {true, false}) {
        call(harness, settled, Samples.AUCKLAND, 600, 1);
        call(harness, settled, Samples.SYDNEY, 630, 0);
        call(harness, settled, Samples.AUCKLAND, 3_000, 0);
      }
      harness.setProcessingTime(5_000);
      assertThat(harness.numProcessingTimeTimers()).isZero();
      harness.processWatermark(Samples.NOON + 8 * 24 * HOUR);
      assertThat(harness.numKeyedStateEntries()).as("its last day is held").isPositive();
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);

      harness.processWatermark(Samples.NOON + 8 * 24 * HOUR + 2 * HOUR);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
      assertThat(grounds(harness)).hasSize(2);

      call(harness, true, Samples.AUCKLAND, 9 * 24 * 3_600, 1);
      call(harness, true, Samples.SYDNEY, 9 * 24 * 3_600 + 30, 0);
      harness.processWatermark(Samples.NOON + 10 * 24 * HOUR);
      assertThat(grounds(harness)).as("watched anew").hasSize(3);
    }
  }

  @Test
  void a_replay_tells_once_at_the_end() throws Exception {
    try (var harness = opened(Mode.REPLAY, null)) {
      call(harness, true, Samples.SYDNEY, 630, 0);
      call(harness, true, Samples.SYDNEY, 630, 0);
      call(harness, false, Samples.SYDNEY, 631, 0);
      call(harness, true, Samples.AUCKLAND, 600, 1);
      assertThat(grounds(harness)).isEmpty();
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(grounds(harness)).hasSize(1);
      assertThat(grounds(harness).get(0).times()).hasSize(2);
    }
  }

  private static void call(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, Parcel> harness,
      boolean settled,
      String region,
      long second,
      int throttled)
      throws Exception {
    CallerTable table = new CallerTable();
    table.add(region, SECOND + second, 1, throttled);
    CallerBatch batch = new CallerBatch(settled, Samples.ACCOUNT, "w", "role", table);
    harness.processElement(new StreamRecord<>(batch.parcel()));
  }

  private static List<GroundBatch> grounds(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, Parcel> harness) {
    return harness.extractOutputValues().stream().map(GroundBatch::of).toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, Parcel> opened(
      Mode mode, OperatorSubtaskState state) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Parcel, Parcel> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new WatchCallers(SETTLE, 7 * 24 * HOUR, mode)),
            Parcel::key,
            Types.STRING);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
