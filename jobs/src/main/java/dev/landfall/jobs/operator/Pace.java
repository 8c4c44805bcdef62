package dev.landfall.jobs.operator;

import java.util.function.LongSupplier;

/**
 * How soon a task looks again, so that looking takes about a quarter of its time at most.
 *
 * <p>A look reads and writes all that is kept of a key. In a backlog every key changes all the
 * time, and where state is on disk the looks alone would fill the task; what comes meanwhile waits
 * beside and is looked at together. Units: milliseconds. Threads: one owner.
 */
final class Pace {
  private static final long LONGEST_MILLIS = 5_000;
  private static final long WINDOW_NANOS = 1_000_000_000;
  private static final int MOST = 32;

  private final LongSupplier nanos;
  private long windowFrom;
  private long begun;
  private long busy;
  private int times = 1;

  Pace(LongSupplier nanos) {
    this.nanos = nanos;
    this.windowFrom = nanos.getAsLong();
  }

  void begin() {
    begun = nanos.getAsLong();
  }

  void end() {
    long now = nanos.getAsLong();
    busy += now - begun;
    long elapsed = now - windowFrom;
    if (elapsed >= WINDOW_NANOS) {
      times = busy > elapsed / 4 ? Math.min(MOST, times * 2) : Math.max(1, times / 2);
      windowFrom = now;
      busy = 0;
    }
  }

  /** The usual wait, or a longer one while looking takes too much. */
  long millis(long usual) {
    return Math.max(usual, Math.min(LONGEST_MILLIS, usual * times));
  }
}
