package dev.landfall.core.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether one group of times differs from another, and by how much, in words that claim no more
 * than the values carry.
 *
 * <p>Two questions, both asked of every pair: do times as a whole tend to be longer ({@link
 * RankTest}), and is P95 higher ({@link Bootstrap#difference})? Where many pairs are compared at
 * once some would differ by chance, so both answers are held to the whole family: p by Holm's
 * method, the interval by Bonferroni's. Units: milliseconds, later less earlier.
 *
 * @param test null: too few values
 * @param adjustedP null: too few values
 * @param p95Difference of the quantiles as measured; null: too few values
 * @param p95Interval null: too few values
 */
public record Comparison(
    long earlierSize,
    long laterSize,
    @Nullable RankTest test,
    @Nullable Double adjustedP,
    @Nullable Double p95Difference,
    @Nullable Interval p95Interval) {

  /** Fewer values than this in either group are not compared. */
  public static final long NEEDS = Quantile.P95.needs();

  private static final double SHOWN = 1 - Bootstrap.LEVEL;

  /** Two groups to compare. */
  public record Pair(Latencies earlier, Latencies later) {
    boolean enough() {
      return Math.min(earlier.size(), later.size()) >= NEEDS;
    }
  }

  /** Compares every pair, as one family. */
  public static List<Comparison> of(List<Pair> pairs) {
    List<@Nullable RankTest> tests = new ArrayList<>();
    pairs.forEach(p -> tests.add(p.enough() ? RankTest.of(p.earlier, p.later) : null));
    int family = (int) pairs.stream().filter(Pair::enough).count();
    @Nullable Double[] adjusted = holm(tests, family);
    List<Comparison> all = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      Double before = pair.enough() ? pair.earlier.quantile(Quantile.P95) : null;
      Double after = pair.enough() ? pair.later.quantile(Quantile.P95) : null;
      all.add(
          new Comparison(
              pair.earlier.size(),
              pair.later.size(),
              tests.get(i),
              adjusted[i],
              before == null || after == null ? null : (Double) (after - before),
              Bootstrap.difference(pair.earlier, pair.later, Quantile.P95, family)));
    }
    return all;
  }

  /**
   * Holm (1979): the least p times the number of tests, the next times one fewer, never falling.
   */
  private static @Nullable Double[] holm(List<@Nullable RankTest> tests, int family) {
    record Indexed(int index, double p) {}
    List<Indexed> order = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      RankTest test = tests.get(i);
      if (test != null) {
        order.add(new Indexed(i, test.p()));
      }
    }
    order.sort(Comparator.comparingDouble(Indexed::p));
    @Nullable Double[] adjusted = new @Nullable Double[tests.size()];
    double greatest = 0;
    for (int i = 0; i < order.size(); i++) {
      greatest = Math.max(greatest, Math.min(1, order.get(i).p() * (family - i)));
      adjusted[order.get(i).index()] = greatest;
    }
    return adjusted;
  }

  /** The result in words. */
  public String words() {
    if (test == null || adjustedP == null) {
      return String.format(
          Locale.ROOT,
          "too few samples: %,d and %,d, it takes %d of each",
          earlierSize,
          laterSize,
          NEEDS);
    }
    String tail = tail();
    String whole = whole(test, adjustedP);
    if (tail == null) {
      return whole == null ? "no difference shown" : whole;
    }
    return whole == null ? tail : whole + "; " + tail;
  }

  private static @Nullable String whole(RankTest test, double p) {
    if (p >= SHOWN) {
      return null;
    }
    double slower = test.laterGreater();
    return String.format(
        Locale.ROOT,
        "%s in %.0f %% of pairs",
        slower > 0.5 ? "slower" : "faster",
        100 * Math.max(slower, 1 - slower));
  }

  private @Nullable String tail() {
    if (p95Interval == null || p95Interval.holds(0)) {
      return null;
    }
    boolean slower = p95Interval.low() > 0;
    double least = slower ? p95Interval.low() : -p95Interval.high();
    double most = slower ? p95Interval.high() : -p95Interval.low();
    return String.format(
        Locale.ROOT, "P95 %s by %s–%s ms", slower ? "slower" : "faster", ms(least), ms(most));
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }
}
