package dev.landfall.core.detect.fallback;

import java.util.Comparator;

/**
 * A second in which a caller went to another source Region after a throttle.
 *
 * @param second since 1970, UTC
 * @param from Region that throttled it
 * @param to Region it went to
 */
public record Fallback(long second, String from, String to) implements Comparable<Fallback> {
  private static final Comparator<Fallback> ORDER =
      Comparator.comparingLong(Fallback::second)
          .thenComparing(Fallback::from)
          .thenComparing(Fallback::to);

  public long at() {
    return second * 1000;
  }

  @Override
  public int compareTo(Fallback other) {
    return ORDER.compare(this, other);
  }
}
