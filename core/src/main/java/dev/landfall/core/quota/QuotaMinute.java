package dev.landfall.core.quota;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.policy.AppliedQuota;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one quota row in one minute.
 *
 * <p>Units: {@code minuteAt} is the minute's start, epoch milliseconds UTC; the others are quota
 * tokens and counts of calls. Peaks are over the minute's sixty seconds. AWS does not say whether
 * it enforces a rolling or a clock minute, so both are given. Source: Bedrock user guide,
 * "quotas-token-burndown"; what calls still in flight reserve is a reconstruction from records
 * written at their end.
 *
 * @param peakRolling settled in (t-60 s, t] plus reserved in flight at t
 * @param peakClock settled since the minute began plus reserved in flight
 * @param peakReserved reserved in flight
 * @param requests calls begun in the minute, throttled ones too
 * @param unknownSettled calls ended in the minute whose tokens nobody states
 * @param unknownReserved calls begun in the minute whose reservation is not known
 */
public record QuotaMinute(
    long minuteAt,
    long settled,
    long peakRolling,
    long peakClock,
    long peakReserved,
    long requests,
    long throttled,
    long unknownSettled,
    long unknownReserved) {

  /**
   * Nothing was asked, burned or in flight. What only rolls over from the minute before makes no
   * row. A minute that was written before and is empty now must be written once more, as zeros.
   */
  public boolean isEmpty() {
    return settled == 0
        && peakReserved == 0
        && requests == 0
        && throttled == 0
        && unknownSettled == 0
        && unknownReserved == 0;
  }

  /** A row of the table quota_minutes. */
  public LakeRow row(QuotaKey key, @Nullable AppliedQuota applied, long revision) {
    return new LakeRow(LakeTable.QUOTA_MINUTES)
        .set("account", key.account())
        .set("source_region", key.sourceRegion())
        .set("model", key.model())
        .set("quota_row", key.quotaRow())
        .setMillis("minute_at", minuteAt)
        .set("settled_tokens", settled)
        .set("peak_rolling_tokens", peakRolling)
        .set("peak_clock_tokens", peakClock)
        .set("peak_reserved_tokens", peakReserved)
        .set("requests", requests)
        .set("throttled", throttled)
        .set("unknown_settled", unknownSettled)
        .set("unknown_reserved", unknownReserved)
        .set("quota_tokens", applied == null ? null : applied.tokensPerMinute())
        .set("quota_requests", applied == null ? null : applied.requestsPerMinute())
        .set("revision", revision);
  }
}
