package dev.landfall.core.latency;

import org.jspecify.annotations.Nullable;

/**
 * How many requests did what they were for: answered, and within the objective.
 *
 * <p>A request that failed or was refused counts as asked and not as good. Missing: one whose time
 * nobody states counts as neither; callers say how many those are.
 *
 * @param asked requests of which it is known whether they were good
 * @param good answered without an error within the objective
 */
public record Goodput(long asked, long good) {

  /** Of answered requests with their times, and of those that failed. */
  public static Goodput of(Latencies answered, long failed, double objectiveMs) {
    return new Goodput(answered.size() + failed, answered.countUpTo(objectiveMs));
  }

  /** 1 is all; null: nothing was asked. */
  public @Nullable Double share() {
    return asked == 0 ? null : (Double) ((double) good / asked);
  }
}
