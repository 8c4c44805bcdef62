package dev.landfall.ingest.generate;

/**
 * Seeded chance (SplitMix64, public domain), so that the same seed gives the same bytes on every
 * Java. Threads: confined to one.
 */
final class Dice {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** Starts again as the dice of one item, whatever was thrown before. */
  void reset(long seed, long item) {
    state = mix(seed ^ mix(item * GOLDEN + 1));
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean perMille(int share) {
    return below(1000) < share;
  }

  static long mix(long value) {
    long x = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
