package dev.landfall.core.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  static Latencies upTo(int n) {
    Latencies.Builder builder = new Latencies.Builder();
    for (int i = 1; i <= n; i++) {
      builder.add(i, 1);
    }
    return builder.build();
  }

  @Test
  void quantiles_are_measured_values_by_nearest_rank() {
    Latencies hundred = upTo(100);
    assertThat(hundred.quantile(Quantile.P50)).isEqualTo(50);
    assertThat(hundred.quantile(Quantile.P95)).isEqualTo(95);
    assertThat(hundred.quantile(Quantile.P99)).isEqualTo(99);
    Latencies odd = Latencies.of(30, 10, 20);
    assertThat(odd.quantile(Quantile.P50)).isEqualTo(20);
  }

  @Test
  void with_too_few_values_there_is_no_number() {
    assertThat(upTo(1).quantile(Quantile.P50)).isNull();
    assertThat(upTo(2).quantile(Quantile.P50)).isEqualTo(1);
    assertThat(upTo(19).quantile(Quantile.P95)).isNull();
    assertThat(upTo(20).quantile(Quantile.P95)).isEqualTo(19);
    assertThat(upTo(99).quantile(Quantile.P99)).isNull();
    assertThat(upTo(999).quantile(Quantile.P999)).isNull();
    assertThat(upTo(1000).quantile(Quantile.P999)).isEqualTo(999);
    assertThat(Latencies.of().quantile(Quantile.P50)).isNull();
  }

  @Test
  void an_interval_wants_a_value_that_lies_beyond_the_quantile_almost_surely() {
    for (Quantile quantile : Quantile.values()) {
      double share = quantile.perMille() / 1000.0;
      assertThat(Math.pow(share, quantile.intervalNeeds())).isLessThanOrEqualTo(0.025);
      assertThat(Math.pow(share, quantile.intervalNeeds() - 1)).isGreaterThan(0.025);
    }
  }

  @Test
  void repeats_weigh_as_often_as_they_were_met() {
    Latencies times = new Latencies.Builder().add(5, 3).add(7, 1).add(5, 1).build();
    assertThat(times.size()).isEqualTo(5);
    assertThat(times.at(4)).isEqualTo(5);
    assertThat(times.at(5)).isEqualTo(7);
    assertThat(times.countUpTo(6.9)).isEqualTo(4);
    assertThat(times.countUpTo(4.9)).isZero();
    assertThatThrownBy(() -> times.at(6)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_no_time_is_refused() {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Latencies.of(wrong)).hasMessageContaining("milliseconds");
    }
  }

  @Property
  void order_does_not_matter_and_the_share_below_a_quantile_is_as_said(
      @ForAll @Size(min = 20, max = 300) List<@IntRange(min = 0, max = 40) Integer> values) {
    double[] given = values.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] sorted = given.clone();
    Arrays.sort(sorted);
    Double p95 = Latencies.of(given).quantile(Quantile.P95);
    assertThat(p95).isEqualTo(Latencies.of(sorted).quantile(Quantile.P95));
    long upTo = Arrays.stream(sorted).filter(v -> v <= p95).count();
    long less = Arrays.stream(sorted).filter(v -> v < p95).count();
    assertThat(upTo).isGreaterThanOrEqualTo((long) Math.ceil(0.95 * sorted.length - 1e-9));
    assertThat(less).isLessThan((long) Math.ceil(0.95 * sorted.length - 1e-9));
  }

  @Test
  void goodput_counts_what_failed_as_asked_and_not_as_good() {
    Goodput goodput = Goodput.of(Latencies.of(100, 200, 700), 1, 600);
    assertThat(goodput).isEqualTo(new Goodput(4, 2));
    assertThat(goodput.share()).isEqualTo(0.5);
    assertThat(Goodput.of(Latencies.of(), 0, 600).share()).isNull();
  }

  @Test
  void the_functions_of_probability_agree_with_tables() {
    assertThat(Probability.beta(0.5, 2, 2)).isCloseTo(0.5, within(1e-14));
    // P(at least 3 of 5 draws, each 0.3) = 0.16308
    assertThat(Probability.beta(0.3, 3, 3)).isCloseTo(0.16308, within(1e-12));
    assertThat(Probability.twoSided(1.959963984540054)).isCloseTo(0.05, within(1e-7));
    assertThat(Probability.twoSided(0)).isCloseTo(1, within(1e-6));
    assertThat(Probability.logGamma(6)).isCloseTo(Math.log(120), within(1e-12));
  }
}
