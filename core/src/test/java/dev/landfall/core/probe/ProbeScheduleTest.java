package dev.landfall.core.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.landfall.core.probe.ProbePace.Limit;
import dev.landfall.core.probe.ProbePace.Wish;
import dev.landfall.core.probe.ProbeSchedule.Due;
import dev.landfall.core.probe.ProbeSchedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_constant_rate_is_even_and_half_open() {
    List<Due> due = schedule(false, new Step(4, 2 * SECOND)).due(1);
    assertThat(due).hasSize(8);
    assertThat(due.get(0).nanos()).isZero();
    assertThat(due.get(7).nanos()).isEqualTo(1_750_000_000L);
  }

  @Test
  void steps_follow_one_another_and_say_their_rate() {
    List<Due> due = schedule(false, new Step(1, 2 * SECOND), new Step(10, SECOND)).due(1);
    assertThat(due).hasSize(12);
    assertThat(due.get(2)).isEqualTo(new Due(2 * SECOND, 10));
  }

  @Test
  void poisson_pauses_have_the_rate_and_the_spread_of_independent_users() {
    List<Due> due = schedule(true, new Step(50, 400 * SECOND)).due(7);
    double mean = due.get(due.size() - 1).nanos() / 1e9 / due.size();
    double squares = 0;
    for (int i = 1; i < due.size(); i++) {
      double pause = (due.get(i).nanos() - due.get(i - 1).nanos()) / 1e9;
      squares += (pause - mean) * (pause - mean);
    }
    assertThat(mean).isCloseTo(0.02, within(0.0006));
    assertThat(Math.sqrt(squares / due.size())).isCloseTo(0.02, within(0.001));
    assertThat(schedule(true, new Step(50, SECOND)).due(7))
        .isEqualTo(schedule(true, new Step(50, SECOND)).due(7))
        .isNotEqualTo(schedule(true, new Step(50, SECOND)).due(8));
  }

  @Test
  void no_sixty_seconds_hold_more_than_the_pace_allows() {
    SplittableRandom dice = new SplittableRandom(3);
    List<Wish> wishes = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 400; i++) {
      at += dice.nextLong(SECOND);
      wishes.add(new Wish(at, i % 3 == 0 ? "a" : "b", 50 + dice.nextLong(100)));
    }
    Map<String, Limit> limits =
        Map.of("a", new Limit(12L, null, true), "b", new Limit(null, 2_000L, true));

    long[] placed = ProbePace.place(wishes, limits);

    for (int i = 0; i < placed.length; i++) {
      assertThat(placed[i]).isGreaterThanOrEqualTo(wishes.get(i).nanos());
      assertThat(placed[i]).isGreaterThanOrEqualTo(i == 0 ? 0 : placed[i - 1]);
      long requests = 0;
      long tokens = 0;
      for (int j = 0; j <= i; j++) {
        if (placed[j] > placed[i] - 60 * SECOND) {
          requests += wishes.get(j).quota().equals("a") ? 1 : 0;
          tokens += wishes.get(j).quota().equals("b") ? wishes.get(j).tokens() : 0;
        }
      }
      assertThat(requests).isLessThanOrEqualTo(12);
      assertThat(tokens).isLessThanOrEqualTo(2_000);
    }
  }

  @Test
  void a_pace_that_is_kept_anyway_moves_nothing() {
    List<Wish> wishes = List.of(new Wish(0, "a", 10), new Wish(61 * SECOND, "a", 10));
    assertThat(ProbePace.place(wishes, Map.of("a", new Limit(1L, 10L, true))))
        .containsExactly(0, 61 * SECOND);
  }

  @Test
  void one_request_above_the_pace_is_refused_with_its_figures() {
    assertThatThrownBy(
            () ->
                ProbePace.place(
                    List.of(new Wish(0, "a", 5_000)), Map.of("a", new Limit(1L, 1_200L, true))))
        .hasMessageContaining("5,000")
        .hasMessageContaining("1,200");
  }

  private static ProbeSchedule schedule(boolean poisson, Step... steps) {
    return new ProbeSchedule(List.of(steps), poisson, 1_000_000);
  }
}
