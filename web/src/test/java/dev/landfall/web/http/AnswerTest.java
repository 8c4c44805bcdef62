package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static String sentence(Map<String, Long> counts) {
    return Answer.sentence(new Placements(counts));
  }

  @Test
  void calls_outside_come_first_and_the_unproven_ones_are_not_hidden_behind_them() {
    assertThat(sentence(Map.of("OUTSIDE", 12L, "UNPROVEN", 31L, "INSIDE", 4_167L)))
        .isEqualTo(
            "12 of 4,210 calls ran outside their allowed places;"
                + " for 31 it cannot be shown where they ran.");
    assertThat(sentence(Map.of("OUTSIDE", 1L)))
        .isEqualTo("1 of 1 call ran outside its allowed places.");
  }

  @Test
  void what_cannot_be_shown_is_never_called_fine() {
    assertThat(sentence(Map.of("UNPROVEN", 1L, "INSIDE", 99L)))
        .isEqualTo(
            "No call is known to have run outside its allowed places;"
                + " for 1 it cannot be shown where it ran.");
  }

  @Test
  void a_policy_without_limits_is_not_praised() {
    assertThat(sentence(Map.of("UNLIMITED", 5L)))
        .isEqualTo("5 calls read; the policy limits none of them.");
  }

  @Test
  void only_limited_calls_are_counted_as_inside() {
    assertThat(sentence(Map.of("INSIDE", 7L, "UNLIMITED", 5L)))
        .isEqualTo("Every one of 7 calls with a limit ran inside its allowed places.");
  }

  @Test
  void nothing_read_is_said() {
    assertThat(sentence(Map.of())).isEqualTo("No call has been read yet.");
  }

  @Test
  void observed_calls_stand_apart_from_derived_and_open_ones() {
    assertThat(Answer.evidence(Snapshots.rich()))
        .isEqualTo(
            "The logs name one Region for 3,665 calls; for 371 it follows from AWS's rules;"
                + " for 31 nothing settles it; 143 did not run. 3 records could not be read.");
  }

  @Test
  void a_placement_that_a_newer_job_writes_is_counted_and_shown_as_not_known() {
    assertThat(Placements.of(List.of(new Flow("a", "b", "SOMETHING_NEW", 3))).all()).isEqualTo(3);
    assertThat(PlacementStyle.of("SOMETHING_NEW").word()).isEqualTo("not known");
  }
}
