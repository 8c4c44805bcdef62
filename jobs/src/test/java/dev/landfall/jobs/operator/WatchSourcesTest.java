package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchSourcesTest {
  private static final long HOUR = 3_600_000;
  private static final long SILENT = HOUR / 4;
  private static final long NOON = Samples.NOON;

  @Test
  void a_source_that_brings_nothing_is_on_record_and_its_alert_ends_when_something_comes()
      throws Exception {
    try (Harness harness = opened(null)) {
      say(harness, NOON + HOUR, NOON);
      say(harness, NOON + 2 * HOUR, NOON + HOUR + 5);

      assertThat(told(harness, true)).containsExactly("+" + NOON);
      assertThat(told(harness, false)).containsExactly("+" + NOON, "-" + NOON);
    }
  }

  @Test
  void another_source_without_the_key_may_be_quiet() throws Exception {
    try (Harness harness = opened(null)) {
      SourceState other = new SourceState("b", "directory", "/b", NOON + HOUR, null, 1, null, NOON);
      harness.processElement(new Parcel(Parcel.SOURCE, "b", 0, LiveCodec.encode(other)), 0);

      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void a_restart_tells_nothing_again_and_still_ends_it() throws Exception {
    OperatorSubtaskState saved;
    try (Harness harness = opened(null)) {
      say(harness, NOON + HOUR, NOON);
      saved = harness.snapshot(1, 1);
    }
    try (Harness harness = opened(saved)) {
      say(harness, NOON + HOUR + 1, NOON);
      assertThat(harness.extractOutputValues()).isEmpty();
      say(harness, NOON + HOUR + 2, NOON + HOUR);
      assertThat(told(harness, false)).containsExactly("-" + NOON);
      assertThat(told(harness, true)).isEmpty();
    }
  }

  @Test
  void a_source_that_is_not_heard_for_too_long_is_a_gap_until_it_speaks() throws Exception {
    try (Harness harness = opened(null)) {
      harness.setProcessingTime(NOON);
      say(harness, NOON, NOON);
      harness.setProcessingTime(NOON + SILENT - 1);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.setProcessingTime(NOON + SILENT);
      harness.setProcessingTime(NOON + 3 * SILENT);
      say(harness, NOON + 3 * SILENT, NOON);

      assertThat(told(harness, false)).containsExactly("+" + NOON, "-" + NOON);
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
    }
  }

  @Test
  void time_in_which_nothing_ran_is_nobodys_silence() throws Exception {
    OperatorSubtaskState saved;
    try (Harness harness = opened(null)) {
      harness.setProcessingTime(NOON);
      say(harness, NOON, NOON);
      saved = harness.snapshot(1, 1);
    }
    try (Harness harness = opened(saved)) {
      harness.setProcessingTime(NOON + 10 * HOUR);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(NOON + 10 * HOUR + SILENT);
      assertThat(told(harness, true)).containsExactly("+" + NOON);
    }
  }

  @Test
  void a_source_taken_out_of_the_configuration_is_not_waited_for() throws Exception {
    OperatorSubtaskState saved;
    try (Harness harness = opened(null)) {
      harness.setProcessingTime(NOON);
      say(harness, NOON, NOON);
      saved = harness.snapshot(1, 1);
    }
    try (Harness harness = opened(saved, Set.of("b"))) {
      harness.setProcessingTime(NOON + 10 * HOUR);
      harness.setProcessingTime(NOON + 10 * HOUR + 2 * SILENT);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  private static void say(Harness harness, long readAt, @Nullable Long newest) throws Exception {
    SourceState state = new SourceState("a", "directory", "/a", readAt, null, 1, null, newest);
    harness.processElement(new Parcel(Parcel.SOURCE, "a", 0, LiveCodec.encode(state)), 0);
  }

  private static List<String> told(Harness harness, boolean settled) {
    return harness.extractOutputValues().stream()
        .map(GroundBatch::of)
        .filter(batch -> batch.settled() == settled)
        .map(batch -> (batch.added() ? "+" : "-") + batch.times()[0])
        .toList();
  }

  private static Harness opened(@Nullable OperatorSubtaskState from) throws Exception {
    return opened(from, Set.of("a", "b"));
  }

  private static Harness opened(@Nullable OperatorSubtaskState from, Set<String> sources)
      throws Exception {
    Harness harness = new Harness(new WatchSources(sources, Map.of("a", HOUR), SILENT));
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    return harness;
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, Parcel, Parcel> {
    Harness(WatchSources function) throws Exception {
      super(new KeyedProcessOperator<>(function), Parcel::key, Types.STRING);
    }
  }
}
