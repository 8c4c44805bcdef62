package dev.landfall.core.probe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Percentiles by nearest rank: always a value that was measured, never one between two. */
public final class NearestRank {
  private final double[] sorted;

  private NearestRank(double[] sorted) {
    this.sorted = sorted;
  }

  public static NearestRank of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new NearestRank(sorted);
  }

  public int count() {
    return sorted.length;
  }

  /** The smallest value that this share of the values does not exceed; null: there is none. */
  public @Nullable Double at(double share) {
    return sorted.length == 0
        ? null
        : sorted[(int) Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)];
  }
}
