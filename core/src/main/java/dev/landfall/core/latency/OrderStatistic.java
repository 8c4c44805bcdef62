package dev.landfall.core.latency;

/**
 * What drawing n values anew from n measured ones, with replacement, does to the value of rank k:
 * the bootstrap distribution of a quantile by nearest rank, exactly.
 *
 * <p>The drawn k-th value is at most the measured j-th when at least k of n draws fall among the j
 * least: a binomial tail. So there is nothing to simulate and no seed; this is what resampling
 * tends to when it never ends (Efron 1979, section 3, does so for the median).
 */
final class OrderStatistic {
  private static final double NEGLIGIBLE = 1e-13;

  private final long first;
  private final double[] cumulated;

  /** The value of rank {@code k} of {@code n}. */
  OrderStatistic(long n, long k) {
    this.first = lowest(n, k, NEGLIGIBLE);
    long last = lowest(n, k, 1 - NEGLIGIBLE);
    this.cumulated = new double[Math.toIntExact(last - first + 1)];
    for (int i = 0; i < cumulated.length; i++) {
      cumulated[i] = atMost(n, k, first + i);
    }
    cumulated[cumulated.length - 1] = 1;
  }

  /** The least measured rank that the drawn value does not exceed with that probability. */
  long rank(double probability) {
    int low = 0;
    int high = cumulated.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulated[middle] >= probability) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return first + low;
  }

  /** The probability that the drawn value is at most the measured one of rank {@code j}. */
  double atMost(long j) {
    if (j < first) {
      return 0;
    }
    return j - first >= cumulated.length ? 1 : cumulated[(int) (j - first)];
  }

  long firstRank() {
    return first;
  }

  long lastRank() {
    return first + cumulated.length - 1;
  }

  private static long lowest(long n, long k, double probability) {
    long low = 1;
    long high = n;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (atMost(n, k, middle) >= probability) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static double atMost(long n, long k, long j) {
    return j >= n ? 1 : Probability.beta((double) j / n, (double) k, n - k + 1.0);
  }
}
