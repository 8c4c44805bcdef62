package dev.landfall.core.latency;

/** From and to, both in it. Units: milliseconds. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from %s to %s".formatted(low, high));
    }
  }

  public boolean holds(double value) {
    return low <= value && value <= high;
  }
}
