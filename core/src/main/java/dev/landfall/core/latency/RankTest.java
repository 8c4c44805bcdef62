package dev.landfall.core.latency;

/**
 * The test of Mann and Whitney (1947): whether values of one group tend to be greater than those of
 * the other, whatever their distribution.
 *
 * <p>Shape: two-sided, normal approximation with correction for ties and for continuity; good from
 * about 8 values in each group on, and callers ask for more. Units: {@code p} is a probability.
 *
 * @param laterGreater the probability that a later value is the greater of a pair taken at random,
 *     ties counted half: 0.5 is no difference; the size of the effect
 * @param p how likely a difference at least this great is where there is none
 */
public record RankTest(double laterGreater, double p) {

  public static RankTest of(Latencies earlier, Latencies later) {
    double n = (double) earlier.size();
    double m = (double) later.size();
    double greater = 0;
    double ties = 0;
    int j = 0;
    double below = 0;
    for (int i = 0; i < later.distinct(); i++) {
      double value = later.value(i);
      double same = 0;
      while (j < earlier.distinct() && earlier.value(j) <= value) {
        double times = (double) earlier.times(j);
        if (earlier.value(j) == value) {
          same = times;
        } else {
          below += times;
          ties += cube(times);
        }
        j++;
      }
      double times = (double) later.times(i);
      greater += times * (below + same / 2);
      ties += cube(times + same);
      below += same;
    }
    for (; j < earlier.distinct(); j++) {
      ties += cube((double) earlier.times(j));
    }
    double all = n + m;
    double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    double apart = Math.max(0, Math.abs(greater - n * m / 2) - 0.5);
    double p = variance <= 0 ? 1 : Probability.twoSided(apart / Math.sqrt(variance));
    return new RankTest(greater / (n * m), p);
  }

  private static double cube(double t) {
    return t * t * t - t;
  }
}
