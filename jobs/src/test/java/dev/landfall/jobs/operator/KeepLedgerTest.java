package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeepLedgerTest {
  private static final long REMEMBER = 7 * 86_400_000L;
  private static final long SETTLE = 7_200_000;
  private static final QuotaKey KEY =
      new QuotaKey(Samples.ACCOUNT, Samples.AUCKLAND, Samples.SONNET, "cross-region");
  private static final QuotaUse USE =
      new QuotaUse(KEY, Samples.NOON, Samples.NOON + 2_000, 5_200L, 1_200L, false);

  @Test
  void a_minute_is_written_with_the_applied_quota_beside_it() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      add(harness, true, USE);
      harness.setProcessingTime(2_000);

      assertThat(minutes(harness)).hasSize(1);
      LakeRow row = row(harness, 0);
      assertThat(row.get("settled_tokens")).isEqualTo(5_200L);
      assertThat(row.get("peak_reserved_tokens")).isEqualTo(1_200L);
      assertThat(row.get("quota_tokens")).isEqualTo(6_000L);
      assertThat(row.get("revision")).isEqualTo(1L);
      assertThat(harness.numEventTimeTimers()).as("the mark that settles it").isEqualTo(1);
    }
  }

  @Test
  void a_minute_whose_only_call_is_taken_back_is_written_as_zero() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      add(harness, true, USE);
      harness.setProcessingTime(2_000);
      retract(harness, true, USE);
      harness.setProcessingTime(4_000);

      assertThat(minutes(harness)).hasSize(2);
      assertThat(row(harness, 1).get("settled_tokens")).isEqualTo(0L);
      assertThat(row(harness, 1).get("revision")).isEqualTo(2L);
    }
  }

  @Test
  void the_live_page_sees_the_busiest_of_the_latest_minutes() throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      add(harness, false, USE);
      add(
          harness,
          false,
          new QuotaUse(KEY, Samples.NOON + 180_000, Samples.NOON + 181_000, 10L, 10L, false));
      harness.setProcessingTime(2_000);

      assertThat(minutes(harness)).isEmpty();
      BusyRow busy =
          LiveCodec.busy(harness.getSideOutput(Tags.LIVE).poll().getValue().payload()).get(0);
      assertThat(busy.minuteAt()).isEqualTo(Samples.NOON);
      assertThat(busy.settledTokens()).isEqualTo(5_200);
      assertThat(busy.quotaTokens()).isEqualTo(6_000);
    }
  }

  @Test
  void a_replay_writes_each_minute_once_at_the_end() throws Exception {
    try (var harness = opened(Mode.REPLAY)) {
      add(harness, true, USE);
      harness.setProcessingTime(60_000);
      add(harness, true, USE);
      assertThat(minutes(harness)).isEmpty();

      harness.processWatermark(Long.MAX_VALUE);

      assertThat(minutes(harness)).hasSize(1);
      assertThat(row(harness, 0).get("settled_tokens")).isEqualTo(10_400L);
    }
  }

  @Test
  void a_backlog_that_settles_between_two_writings_is_not_forgotten_by_an_alerts_timer()
      throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      add(harness, false, USE);
      harness.setProcessingTime(200);
      add(harness, true, USE);
      harness.processWatermark(Samples.NOON + 10 * REMEMBER);
      add(harness, false, USE);
      harness.setProcessingTime(400);
      harness.setProcessingTime(4_000);

      assertThat(minutes(harness)).hasSize(1);
    }
  }

  @Test
  void a_backlog_older_than_what_is_remembered_is_written_before_it_is_forgotten()
      throws Exception {
    try (var harness = opened(Mode.LIVE)) {
      add(harness, true, USE);
      harness.processWatermark(Samples.NOON + 10 * REMEMBER);
      harness.setProcessingTime(2_000);
      assertThat(minutes(harness)).hasSize(1);

      add(harness, true, USE);
      harness.setProcessingTime(4_000);

      assertThat(minutes(harness)).hasSize(1);
    }
  }

  @Test
  void what_came_before_a_checkpoint_and_after_the_last_look_counts_after_a_restart()
      throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = opened(Mode.LIVE)) {
      add(harness, true, USE);
      harness.setProcessingTime(2_000);
      add(harness, true, USE);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = opened(Mode.LIVE, checkpoint)) {
      harness.setProcessingTime(4_000);
      assertThat(minutes(harness)).hasSize(1);
      assertThat(row(harness, 0).get("settled_tokens")).isEqualTo(10_400L);
      assertThat(row(harness, 0).get("revision")).isEqualTo(2L);
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> opened(Mode mode)
      throws Exception {
    return opened(mode, null);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> opened(
      Mode mode, @Nullable OperatorSubtaskState from) throws Exception {
    AppliedQuota quota =
        new AppliedQuota(
            KEY.account(), KEY.sourceRegion(), KEY.model(), KEY.quotaRow(), 6_000L, null);
    PolicyHistory policy =
        new PolicyHistory(List.of(Samples.policyOf(List.of(), List.of(quota), List.of())));
    KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new KeepLedger(policy, Catalogue.shipped(), SETTLE, REMEMBER, mode)),
            Parcel::key,
            Types.STRING);
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    return harness;
  }

  private static void add(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness,
      boolean settled,
      QuotaUse use)
      throws Exception {
    QuotaLedger sums = new QuotaLedger();
    sums.add(use);
    harness.processElement(new StreamRecord<>(new UseBatch(settled, KEY, sums).parcel()));
  }

  private static void retract(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness,
      boolean settled,
      QuotaUse use)
      throws Exception {
    QuotaLedger sums = new QuotaLedger();
    sums.retract(use);
    harness.processElement(new StreamRecord<>(new UseBatch(settled, KEY, sums).parcel()));
  }

  private static LakeRow row(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness, int n) {
    return minutes(harness).get(n);
  }

  /** Rows of minutes; findings are looked at elsewhere. */
  private static List<LakeRow> minutes(
      KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness) {
    return harness.extractOutputValues().stream()
        .map(LakeRow::decode)
        .filter(row -> row.table() == LakeTable.QUOTA_MINUTES)
        .toList();
  }
}
