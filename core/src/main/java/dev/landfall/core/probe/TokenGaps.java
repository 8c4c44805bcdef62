package dev.landfall.core.probe;

import org.jspecify.annotations.Nullable;

/**
 * The pauses between the pieces of one streamed answer.
 *
 * <p>Units: milliseconds. A piece may hold several tokens, so a gap is not the time of one token.
 * Missing: the figures are null where there was no gap (one piece or none).
 */
public record TokenGaps(
    long count,
    @Nullable Double p50Ms,
    @Nullable Double p95Ms,
    @Nullable Double maxMs,
    @Nullable String firstMs) {

  /** So many gaps are kept one by one; the figures are made of all. */
  public static final int KEPT = 256;

  /** The figures of gaps in the order they came. */
  public static TokenGaps of(double[] gapsMs) {
    if (gapsMs.length == 0) {
      return new TokenGaps(0, null, null, null, null);
    }
    NearestRank ranks = NearestRank.of(gapsMs);
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < Math.min(KEPT, gapsMs.length); i++) {
      first.append(i == 0 ? "" : ",").append(text(gapsMs[i]));
    }
    return new TokenGaps(
        gapsMs.length, ranks.at(0.50), ranks.at(0.95), ranks.at(1), first.toString());
  }

  /** To the microsecond, and short: 12.5, 7. */
  private static String text(double ms) {
    double rounded = Math.round(ms * 1000) / 1000.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
