package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.MinuteSums;
import dev.landfall.core.judge.CallRates;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.RateBatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class KeepRatesTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLE = 2 * HOUR;
  private static final long REMEMBER = 7 * 24 * HOUR;
  private static final Ground SLOW =
      CallRates.latencyIdentity(Samples.ACCOUNT, "w", Samples.SYDNEY, false);

  @Test
  void a_row_is_written_when_the_marks_have_passed_and_again_when_it_ended() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      slow(harness, true, 0, 6);
      harness.setProcessingTime(1_000);
      harness.processWatermark(Samples.NOON + 6 * MINUTE + SETTLE);
      assertThat(harness.extractOutputValues()).isEmpty(); // a long call may still come

      harness.processWatermark(Samples.NOON + 6 * MINUTE + SETTLE + HOUR);
      assertThat(row(harness, 0).get("status")).isEqualTo("open");
      assertThat(row(harness, 0).get("occurrences")).isEqualTo(6L);
      assertThat(row(harness, 0).get("revision")).isEqualTo(1L);

      harness.processWatermark(Samples.NOON + 30 * MINUTE + SETTLE + HOUR);
      assertThat(row(harness, 1).get("status")).isEqualTo("ended");
      assertThat(row(harness, 1).get("ended_at")).isEqualTo((Samples.NOON + 6 * MINUTE) * 1000);
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void the_clock_tells_of_it_at_once_and_it_is_over_when_traffic_stops() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      harness.setProcessingTime(Samples.NOON + 5 * MINUTE);
      slow(harness, false, 0, 5);
      harness.setProcessingTime(Samples.NOON + 5 * MINUTE + 1_000);
      assertThat(revisions(harness)).hasSize(1);
      FindingRevision told = revisions(harness).get(0);
      assertThat(told.standing()).isTrue();
      assertThat(told.value()).startsWith("20 of 20 calls above 600 ms");
      assertThat(told.limit()).isEqualTo("P95 at most 600 ms");

      for (int minute = 6; minute <= 40; minute++) {
        harness.setProcessingTime(Samples.NOON + minute * MINUTE);
        harness.processWatermark(Samples.NOON + (minute - 5) * MINUTE);
      }
      assertThat(revisions(harness)).hasSize(2);
      assertThat(revisions(harness).get(1).standing()).isFalse();
      assertThat(revisions(harness).get(1).revision()).isGreaterThan(told.revision());
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void while_a_source_is_unread_nobody_says_that_it_is_over() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      harness.setProcessingTime(Samples.NOON + 5 * MINUTE);
      slow(harness, false, 0, 5);
      harness.setProcessingTime(Samples.NOON + 5 * MINUTE + 1_000);
      harness.setProcessingTime(Samples.NOON + 3 * HOUR);
      assertThat(revisions(harness)).as("no source was read").hasSize(1);
      harness.processWatermark(Samples.NOON + 6 * MINUTE);
      harness.setProcessingTime(Samples.NOON + 4 * HOUR);
      assertThat(revisions(harness)).as("one is behind").hasSize(1);

      // what it had: the episode went on, and is over for all sources to see
      slow(harness, false, 5, 5);
      harness.setProcessingTime(Samples.NOON + 4 * HOUR + 1_000);
      harness.processWatermark(Samples.NOON + HOUR);
      harness.setProcessingTime(Samples.NOON + 4 * HOUR + 10_000);
      List<FindingRevision> told = revisions(harness);
      assertThat(told.get(told.size() - 2).standing()).isTrue();
      assertThat(told.get(told.size() - 1).standing()).isFalse();
      assertThat(told.get(told.size() - 1).lastSeenAt()).isEqualTo(Samples.NOON + 9 * MINUTE);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void a_busy_finding_waits_for_one_timer_by_the_clock_and_one_by_the_marks() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      for (int second = 0; second < 60; second++) {
        harness.setProcessingTime(Samples.NOON + 60 * MINUTE + second * 1_000L);
        slow(harness, false, 58, 1);
        slow(harness, true, 59 - second, 1);
      }
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }
  }

  @Test
  void what_was_over_before_it_was_known_is_stored_and_not_alerted() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      harness.setProcessingTime(Samples.NOON + 48 * HOUR);
      slow(harness, false, 0, 6);
      slow(harness, true, 0, 6);
      harness.setProcessingTime(Samples.NOON + 48 * HOUR + 2_000);
      harness.processWatermark(Samples.NOON + 48 * HOUR);
      assertThat(revisions(harness)).isEmpty();
      assertThat(row(harness, 0).get("status")).isEqualTo("ended");
    }
  }

  @Test
  void a_correction_that_leaves_no_episode_supersedes_it() throws Exception {
    try (var harness = opened(Mode.LIVE, null)) {
      slow(harness, true, 0, 5);
      harness.processWatermark(Samples.NOON + 24 * HOUR);
      send(harness, true, 0, 5, -1);
      harness.setProcessingTime(2_000);
      assertThat(row(harness, 1).get("status")).isEqualTo("superseded");
      assertThat(row(harness, 1).get("first_seen_at")).isEqualTo(Samples.NOON * 1000);
    }
  }

  @Test
  void a_replay_and_a_life_with_restarts_and_forgetting_end_in_the_same_rows() throws Exception {
    Map<String, Object> replayed;
    try (var harness = opened(Mode.REPLAY, null)) {
      for (int day = 29; day >= 0; day--) {
        slow(harness, true, day * 1440, 6);
      }
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(harness.extractOutputValues()).hasSize(1);
      replayed = content(row(harness, 0));
    }
    OperatorSubtaskState state = null;
    Map<String, Object> lived = Map.of();
    for (int day = 0; day < 30; day++) {
      try (var harness = opened(Mode.LIVE, state)) {
        slow(harness, true, day * 1440, 6);
        harness.processWatermark(Samples.NOON + (day * 24L + 23) * HOUR);
        int rows = harness.extractOutputValues().size();
        lived = content(row(harness, rows - 1));
        state = harness.snapshot(day, day);
      }
    }
    assertThat(lived).isEqualTo(replayed);
    assertThat(lived).containsEntry("occurrences", 180L);
  }

  private static Map<String, Object> content(LakeRow row) {
    Map<String, Object> content = new TreeMap<>();
    row.table()
        .columns()
        .forEach(
            column -> {
              if (!column.name().equals("revision")) {
                content.put(column.name(), String.valueOf(row.get(column.name())));
              }
            });
    content.put("occurrences", row.get("occurrences"));
    return content;
  }

  private static void slow(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness,
      boolean settled,
      int fromMinute,
      int minutes)
      throws Exception {
    send(harness, settled, fromMinute, minutes, 1);
  }

  /** Four calls a minute, all above the limit. */
  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness,
      boolean settled,
      int fromMinute,
      int minutes,
      int sign)
      throws Exception {
    MinuteSums sums = new MinuteSums();
    for (int n = 0; n < minutes; n++) {
      long at = Samples.NOON + (fromMinute + n) * MINUTE;
      sums.add(at, 4L * sign, 4L * sign, 4L * sign, 0, 2_400L * sign);
    }
    harness.processElement(new StreamRecord<>(new RateBatch(settled, SLOW, sums).parcel()));
  }

  private static List<FindingRevision> revisions(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness) {
    var told = harness.getSideOutput(Tags.REVISIONS);
    return told == null
        ? List.of()
        : told.stream().map(r -> FindingRevision.decode(r.getValue().payload())).toList();
  }

  private static LakeRow row(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness, int n) {
    return LakeRow.decode(harness.extractOutputValues().get(n));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> opened(
      Mode mode, OperatorSubtaskState state) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new KeepRates(PolicyHistory.open(), SETTLE, REMEMBER, mode)),
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
