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
 * @param peakRequests calls admitted in (t-60 s, t]
 * @param unset calls begun whose {@code max_tokens} was left unset: the model's maximum is reserved
 * @param reservedBegun what calls begun in the minute reserved, as far as known
 * @param output tokens settled against mantle's output quota
 * @param unknownOutput calls that have an output quota of their own and do not show their tokens
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
    long unknownReserved,
    long peakRequests,
    long unset,
    long reservedBegun,
    long output,
    long unknownOutput) {

  static QuotaMinute of(long start, MinuteBucket before, MinuteBucket now) {
    long[] rolling = Moments.pressure(before, now);
    long[] reserved = new long[Seconds.COUNT];
    long[] settled = new long[Seconds.COUNT];
    long[] admitted = new long[Seconds.COUNT];
    CallerMinute all = new CallerMinute();
    for (CallerMinute m : now.callers.values()) {
      long held = m.reservedAtStart;
      long burned = 0;
      long calls = 0;
      for (int s = 0; s < Seconds.COUNT; s++) {
        held = Math.addExact(held, m.reservedChange.get(s));
        burned = Math.addExact(burned, m.settled.get(s));
        calls += m.begun.get(s) - m.refused.get(s);
        reserved[s] = Math.addExact(reserved[s], held);
        settled[s] = Math.addExact(settled[s], burned);
        admitted[s] += calls;
      }
      all.begunUnplaced += m.requests();
      all.refusedUnplaced += m.throttled();
      all.unknownSettled += m.unknownSettled;
      all.unknownReserved += m.unknownReserved;
      all.unset += m.unset;
      all.reserved = Math.addExact(all.reserved, m.reserved);
      all.output = Math.addExact(all.output, m.output);
      all.unknownOutput += m.unknownOutput;
    }
    for (CallerMinute m : before.callers.values()) {
      long calls = m.begun.sum() - m.refused.sum();
      for (int s = 0; s < Seconds.COUNT; s++) {
        calls -= m.begun.get(s) - m.refused.get(s);
        admitted[s] += calls;
      }
    }
    long peakClock = 0;
    for (int s = 0; s < Seconds.COUNT; s++) {
      peakClock = Math.max(peakClock, Math.addExact(settled[s], reserved[s]));
    }
    return new QuotaMinute(
        start,
        settled[Seconds.COUNT - 1],
        peak(rolling),
        peakClock,
        peak(reserved),
        all.begunUnplaced,
        all.refusedUnplaced,
        all.unknownSettled,
        all.unknownReserved,
        peak(admitted),
        all.unset,
        all.reserved,
        all.output,
        all.unknownOutput);
  }

  private static long peak(long[] values) {
    long peak = 0;
    for (long value : values) {
      peak = Math.max(peak, value);
    }
    return peak;
  }

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
        && unknownReserved == 0
        && output == 0
        && unknownOutput == 0;
  }

  /** A row of the table quota_minutes. */
  public LakeRow row(QuotaKey key, @Nullable AppliedQuota applied, long revision) {
    boolean apart = key.countsOutputApart();
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
        .set("revision", revision)
        .set("peak_requests", peakRequests)
        .set("quota_tokens_per_day", applied == null ? null : applied.tokensPerDay())
        .set("unset_max_tokens", unset)
        .set("reserved_tokens", reservedBegun)
        .set("output_tokens", apart ? output : null)
        .set("unknown_output", apart ? unknownOutput : null)
        .set("quota_output_tokens", applied == null ? null : applied.outputTokensPerMinute());
  }
}
