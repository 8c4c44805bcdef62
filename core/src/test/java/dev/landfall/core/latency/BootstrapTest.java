package dev.landfall.core.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void the_median_of_three_drawn_anew_falls_as_all_27_draws_do() {
    // of the 27 ways to draw three of {1, 2, 3}: median 1 in 7, 2 in 13, 3 in 7
    OrderStatistic median = new OrderStatistic(3, 2);
    assertThat(median.atMost(1)).isCloseTo(7 / 27.0, within(1e-12));
    assertThat(median.atMost(2)).isCloseTo(20 / 27.0, within(1e-12));
    assertThat(median.atMost(3)).isEqualTo(1);
    assertThat(median.rank(0.25)).isEqualTo(1);
    assertThat(median.rank(0.27)).isEqualTo(2);
    assertThat(median.rank(0.75)).isEqualTo(3);
  }

  @Test
  void resampling_for_real_tends_to_the_same_interval() {
    Latencies values = drawn(400, new Random(3), Math::exp);
    Interval exact = Bootstrap.interval(values, Quantile.P95);
    Random random = new Random(4);
    Latencies.Builder drawn = new Latencies.Builder();
    for (int b = 0; b < 4000; b++) {
      Latencies.Builder again = new Latencies.Builder();
      for (int i = 0; i < 400; i++) {
        again.add(values.at(1 + random.nextInt(400)), 1);
      }
      drawn.add(again.build().at(Quantile.P95.rank(400)), 1);
    }
    Latencies simulated = drawn.build();
    long lowRank = values.countUpTo(simulated.at(100));
    long highRank = values.countUpTo(simulated.at(3900));
    assertThat(values.countUpTo(exact.low())).isCloseTo(lowRank, within(1L));
    assertThat(values.countUpTo(exact.high())).isCloseTo(highRank, within(1L));
  }

  @Test
  void of_a_hundred_intervals_92_to_97_hold_the_true_quantile() {
    Random random = new Random(11);
    for (Quantile quantile : new Quantile[] {Quantile.P50, Quantile.P95}) {
      double truth = -Math.log(1 - quantile.perMille() / 1000.0) * 100;
      int held = 0;
      for (int i = 0; i < 1000; i++) {
        Latencies values = drawn(300, random, u -> -Math.log(1 - u) * 100);
        held += Bootstrap.interval(values, quantile).holds(truth) ? 1 : 0;
      }
      assertThat(held).as(quantile.label()).isBetween(910, 975);
    }
  }

  @Test
  void too_few_values_have_no_interval() {
    assertThat(Bootstrap.interval(LatenciesTest.upTo(71), Quantile.P95)).isNull();
    assertThat(Bootstrap.interval(LatenciesTest.upTo(72), Quantile.P95)).isNotNull();
    assertThat(
            Bootstrap.difference(LatenciesTest.upTo(71), LatenciesTest.upTo(500), Quantile.P95, 1))
        .isNull();
  }

  @Test
  void equal_values_have_an_interval_of_one_point() {
    Latencies same = new Latencies.Builder().add(7, 1000).build();
    assertThat(Bootstrap.interval(same, Quantile.P95)).isEqualTo(new Interval(7, 7));
    Latencies other = new Latencies.Builder().add(9, 500).build();
    assertThat(Bootstrap.difference(same, other, Quantile.P95, 1)).isEqualTo(new Interval(2, 2));
  }

  @Test
  void a_difference_holds_the_truth_as_often_as_it_says_and_none_is_seldom_claimed() {
    Random random = new Random(5);
    int held = 0;
    int claimed = 0;
    for (int i = 0; i < 400; i++) {
      Latencies a = drawn(300, random, u -> 200 + 100 * u);
      Latencies shifted = drawn(250, random, u -> 230 + 100 * u);
      Latencies b = drawn(250, random, u -> 200 + 100 * u);
      held += Bootstrap.difference(a, shifted, Quantile.P95, 1).holds(30) ? 1 : 0;
      claimed += Bootstrap.difference(a, b, Quantile.P95, 1).holds(0) ? 0 : 1;
    }
    assertThat(held).isBetween(366, 396);
    assertThat(claimed).isBetween(4, 34);
  }

  @Test
  void an_end_of_nothing_is_exactly_nothing_and_no_claim() {
    int ends = 0;
    for (int seed = 1; seed < 64; seed++) {
      Random random = new Random(seed);
      Latencies a = drawn(100, random, u -> 200 + Math.floor(30 * u));
      Latencies b = drawn(100, random, u -> 203 + Math.floor(30 * u));
      for (Quantile quantile : new Quantile[] {Quantile.P50, Quantile.P95}) {
        Interval interval = Bootstrap.difference(a, b, quantile, 1);
        assertThat(interval.low()).isEqualTo(Math.rint(interval.low()));
        assertThat(interval.high()).isEqualTo(Math.rint(interval.high()));
        if (Math.abs(interval.low()) < 0.5 || Math.abs(interval.high()) < 0.5) {
          ends++;
          assertThat(interval.holds(0)).as("seed %d %s", seed, interval).isTrue();
        }
      }
    }
    assertThat(ends).isPositive();
  }

  @Test
  void a_million_values_cost_little_and_the_interval_is_narrow() {
    Latencies.Builder builder = new Latencies.Builder();
    for (int i = 0; i < 5000; i++) {
      builder.add(i, 200);
    }
    Interval interval = Bootstrap.interval(builder.build(), Quantile.P999);
    assertThat(interval.low()).isBetween(4990.0, 4995.0);
    assertThat(interval.high()).isBetween(4994.0, 4997.0);
  }

  private static Latencies drawn(int n, Random random, ToDoubleFunction<Double> shape) {
    Latencies.Builder builder = new Latencies.Builder();
    for (int i = 0; i < n; i++) {
      builder.add(shape.applyAsDouble(random.nextDouble()), 1);
    }
    return builder.build();
  }
}
