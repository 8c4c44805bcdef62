package dev.landfall.core.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.landfall.core.latency.Comparison.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void the_rank_test_agrees_with_a_reckoning_by_hand() {
    // later > earlier in 21 of 25 pairs; mean 12.5, variance 25 * 11 / 12, z = 8 / 4.787
    RankTest test = RankTest.of(Latencies.of(1, 2, 3, 5, 8), Latencies.of(4, 6, 7, 9, 10));
    assertThat(test.laterGreater()).isEqualTo(21 / 25.0);
    assertThat(test.p()).isCloseTo(0.0946, within(0.0005));
  }

  @Test
  void ties_count_half_and_narrow_the_variance() {
    // pairs: 1-1 half, 1-2 twice, 2-2 twice half, 2-1 none → 0.5 + 2 + ... by hand 5.5 of 9
    RankTest test = RankTest.of(Latencies.of(1, 2, 2), Latencies.of(1, 2, 3));
    assertThat(test.laterGreater()).isCloseTo((0.5 + (1 + 0.5 * 2) + 3) / 9, within(1e-12));
    // groups of ties: two ones, three twos → 6 + 24; variance 9/12 * (7 - 30/30) = 4.5
    assertThat(test.p())
        .isCloseTo(Probability.twoSided((5.5 - 4.5 - 0.5) / Math.sqrt(4.5)), within(1e-12));
  }

  @Test
  void equal_values_throughout_show_no_difference() {
    RankTest test = RankTest.of(times(30, 7), times(40, 7));
    assertThat(test.p()).isEqualTo(1);
    assertThat(Comparison.of(List.of(new Pair(times(100, 7), times(100, 7)))).get(0).words())
        .isEqualTo("no difference shown");
  }

  @Test
  void a_clear_shift_is_said_with_its_size() {
    Random random = new Random(9);
    Comparison compared =
        Comparison.of(List.of(new Pair(uniform(400, 200, random), uniform(300, 260, random))))
            .get(0);
    assertThat(compared.words()).matches("slower in \\d+ % of pairs; P95 slower by \\d+–\\d+ ms");
    assertThat(compared.p95Interval().holds(60)).isTrue();
    assertThat(compared.p95Difference()).isCloseTo(60, within(10.0));
    Comparison back =
        Comparison.of(List.of(new Pair(uniform(400, 260, random), uniform(300, 200, random))))
            .get(0);
    assertThat(back.words()).matches("faster in \\d+ % of pairs; P95 faster by \\d+–\\d+ ms");
  }

  @Test
  void too_few_values_are_not_compared() {
    assertThat(Comparison.of(List.of(new Pair(times(19, 1), times(5000, 100)))).get(0).words())
        .isEqualTo("too few samples: 19 and 5,000, it takes 20 of each");
    Comparison between = Comparison.of(List.of(new Pair(times(30, 1), times(30, 100)))).get(0);
    assertThat(between.p95Interval()).as("an interval takes 72").isNull();
    assertThat(between.words()).isEqualTo("slower in 100 % of pairs");
  }

  @Test
  void among_many_comparisons_of_the_same_nothing_is_claimed_in_19_of_20_families() {
    Random random = new Random(21);
    int families = 0;
    for (int f = 0; f < 100; f++) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        pairs.add(new Pair(uniform(90, 200, random), uniform(90, 200, random)));
      }
      boolean claimed =
          Comparison.of(pairs).stream().anyMatch(c -> !c.words().equals("no difference shown"));
      families += claimed ? 1 : 0;
    }
    assertThat(families)
        .isLessThanOrEqualTo(15); // two questions to each family: at most 10 expected
  }

  @Test
  void the_rank_test_claims_a_difference_of_the_same_in_about_one_of_twenty() {
    Random random = new Random(8);
    int claimed = 0;
    for (int i = 0; i < 1000; i++) {
      claimed += RankTest.of(uniform(40, 5, random), uniform(60, 5, random)).p() < 0.05 ? 1 : 0;
    }
    assertThat(claimed).isBetween(30, 70);
  }

  private static Latencies times(int n, double value) {
    return new Latencies.Builder().add(value, n).build();
  }

  private static Latencies uniform(int n, double from, Random random) {
    Latencies.Builder builder = new Latencies.Builder();
    for (int i = 0; i < n; i++) {
      builder.add(from + 100 * random.nextDouble(), 1);
    }
    return builder.build();
  }
}
