package dev.landfall.core.detect.latency;

import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.Quantile;

/**
 * The calls of one event-time minute that one Region served, against a limit.
 *
 * <p>Shape: counts, so calls may come in any order and a call taken back is counted off again.
 * Units: {@code minuteAt} is the start of the minute, epoch milliseconds UTC. Missing: a call whose
 * time nobody states is in {@code notMeasurable} and in no other count.
 *
 * @param over measured calls above the limit
 * @param near measured calls above the share of it below which a regression ends, {@code over}
 *     included
 */
public record LatencyMinute(
    long minuteAt, long measured, long over, long near, long notMeasurable) {
  private static final long MINUTE = 60_000;

  public LatencyMinute {
    if (minuteAt % MINUTE != 0 || over > near || near > measured) {
      throw new IllegalArgumentException(
          "minute %d with %d measured, %d near and %d over its limit"
              .formatted(minuteAt, measured, near, over));
    }
  }

  public static LatencyMinute of(
      long minuteAt, Latencies times, long notMeasurable, double limitMs) {
    return new LatencyMinute(
        minuteAt,
        times.size(),
        times.size() - times.countUpTo(limitMs),
        times.size() - times.countUpTo(limitMs * LatencyRegression.RELEASE),
        notMeasurable);
  }

  /** Whether P95, by nearest rank, is above a line that so many values exceed. */
  static boolean p95Above(long measured, long exceeding) {
    return measured > 0 && measured - exceeding < Quantile.P95.rank(measured);
  }
}
