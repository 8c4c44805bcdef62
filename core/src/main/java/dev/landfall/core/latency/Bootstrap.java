package dev.landfall.core.latency;

import org.jspecify.annotations.Nullable;

/**
 * How sure a quantile, or the difference of two, is: percentile intervals of the bootstrap.
 *
 * <p>Shape: computed exactly from {@link OrderStatistic}, so the same values give the same interval
 * to the last digit. Missing: null where there are too few values, see {@link Quantile}. It takes
 * the values as independent of each other; times measured in one burst are not, and their true
 * uncertainty is greater than shown.
 */
public final class Bootstrap {
  /**
   * Of a hundred intervals so made, about 95 hold the true value: 92 or more for P95 of 300 values,
   * for the bootstrap is a little too sure of tails.
   */
  public static final double LEVEL = 0.95;

  private static final int HALVINGS = 80;

  private Bootstrap() {}

  public static @Nullable Interval interval(Latencies of, Quantile quantile) {
    if (of.size() < quantile.intervalNeeds()) {
      return null;
    }
    OrderStatistic drawn = new OrderStatistic(of.size(), quantile.rank(of.size()));
    double tail = (1 - LEVEL) / 2;
    return new Interval(of.at(drawn.rank(tail)), of.at(drawn.rank(1 - tail)));
  }

  /**
   * The interval of {@code later} less {@code earlier}, each drawn anew by itself.
   *
   * @param comparisons made beside each other: the level of each is raised so that all of them
   *     together hold at {@link #LEVEL} (Bonferroni)
   */
  public static @Nullable Interval difference(
      Latencies earlier, Latencies later, Quantile quantile, int comparisons) {
    if (Math.min(earlier.size(), later.size()) < quantile.intervalNeeds()) {
      return null;
    }
    Difference difference = new Difference(earlier, later, quantile);
    double tail = (1 - LEVEL) / 2 / Math.max(1, comparisons);
    return new Interval(difference.at(tail), difference.at(1 - tail));
  }

  /** The distribution of the difference: for each drawn earlier value, how far the later reach. */
  private static final class Difference {
    private final Latencies later;
    private final OrderStatistic laterDrawn;
    private final double[] earlierValues;
    private final double[] earlierWeights;

    Difference(Latencies earlier, Latencies later, Quantile quantile) {
      this.later = later;
      this.laterDrawn = new OrderStatistic(later.size(), quantile.rank(later.size()));
      OrderStatistic drawn = new OrderStatistic(earlier.size(), quantile.rank(earlier.size()));
      int n = Math.toIntExact(drawn.lastRank() - drawn.firstRank() + 1);
      this.earlierValues = new double[n];
      this.earlierWeights = new double[n];
      for (int i = 0; i < n; i++) {
        long rank = drawn.firstRank() + i;
        earlierValues[i] = earlier.at(rank);
        earlierWeights[i] = drawn.atMost(rank) - drawn.atMost(rank - 1);
      }
    }

    /** The least difference that is not exceeded with that probability. */
    double at(double probability) {
      double low = later.at(laterDrawn.firstRank()) - earlierValues[earlierValues.length - 1];
      double high = later.at(laterDrawn.lastRank()) - earlierValues[0];
      if (atMost(low) >= probability) {
        return low;
      }
      for (int i = 0; i < HALVINGS && low < high; i++) {
        double middle = low + (high - low) / 2;
        if (atMost(middle) >= probability) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return attained(high);
    }

    /**
     * The difference of two values that really lies there: halving ends a rounding away from it,
     * and an end of exactly 0 would seem to be past 0.
     */
    private double attained(double found) {
      double nearest = found;
      double distance = Double.POSITIVE_INFINITY;
      for (double value : earlierValues) {
        double target = value + found;
        double rounding = 4 * Math.max(Math.ulp(target), Math.ulp(value));
        long rank = later.countUpTo(target + rounding);
        double difference = rank == 0 ? Double.NaN : later.at(rank) - value;
        double away = Math.abs(difference - found);
        if (away <= rounding && (away < distance || difference == 0)) {
          nearest = difference;
          distance = difference == 0 ? -1 : away;
        }
      }
      return nearest;
    }

    private double atMost(double difference) {
      double sum = 0;
      for (int i = 0; i < earlierValues.length; i++) {
        long rank = later.countUpTo(earlierValues[i] + difference);
        sum += earlierWeights[i] * (rank == 0 ? 0 : laterDrawn.atMost(rank));
      }
      return sum;
    }
  }
}
