package dev.landfall.ingest.kinesis;

import java.util.SplittableRandom;

/**
 * How long to wait after a fault: twice as long each time, somewhere between half of that and all
 * of it, so that many readers do not come back at once.
 *
 * <p>Units: milliseconds. Threads: one.
 */
final class Backoff {
  private static final long FIRST = 200;
  private static final long MOST = 10_000;

  private final SplittableRandom random;
  private long next = FIRST;

  Backoff(long seed) {
    this.random = new SplittableRandom(seed);
  }

  long failed() {
    long wait = next / 2 + random.nextLong(next / 2 + 1);
    next = Math.min(next * 2, MOST);
    return wait;
  }

  void worked() {
    next = FIRST;
  }
}
