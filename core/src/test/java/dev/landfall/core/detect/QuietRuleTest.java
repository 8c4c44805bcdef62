package dev.landfall.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.QuietRule.Step;
import dev.landfall.core.detect.QuietRule.Watch;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuietRuleTest {
  private static final long HOUR = 3_600_000;
  private static final long NOON = Samples.NOON;

  @Test
  void a_quiet_night_is_no_gap_unless_the_owner_says_so() {
    Step step = QuietRule.on(null, state(NOON, NOON - 12 * HOUR), null);

    assertThat(step.begun()).isEmpty();
    assertThat(step.next().quiet()).isNull();
  }

  @Test
  void each_whole_span_without_anything_new_is_told_once_from_when_the_newest_came() {
    Step first = QuietRule.on(null, state(NOON + HOUR, NOON), 2 * HOUR);
    assertThat(first.begun()).isEmpty();

    Step second = QuietRule.on(first.next(), state(NOON + 2 * HOUR, NOON), 2 * HOUR);
    assertThat(times(second.begun())).containsExactly(NOON);
    assertThat(second.begun().get(0).rule()).isEqualTo("evidence-gap");
    assertThat(second.begun().get(0).headline()).contains("/logs");

    Step again = QuietRule.on(second.next(), state(NOON + 3 * HOUR, NOON), 2 * HOUR);
    assertThat(again.begun()).isEmpty();

    Step third = QuietRule.on(stored(again.next()), state(NOON + 6 * HOUR, NOON), 2 * HOUR);
    assertThat(times(third.begun())).containsExactly(NOON + 2 * HOUR, NOON + 4 * HOUR);
    assertThat(third.ended()).isEmpty();
  }

  @Test
  void what_was_told_ends_when_something_new_comes() {
    Step quiet = QuietRule.on(null, state(NOON + 5 * HOUR, NOON), 2 * HOUR);
    Step over =
        QuietRule.on(stored(quiet.next()), state(NOON + 6 * HOUR, NOON + 5 * HOUR + 1), 2 * HOUR);

    assertThat(over.begun()).isEmpty();
    assertThat(over.ended()).isEqualTo(quiet.begun()).hasSize(2);
    assertThat(over.next().quiet()).isNull();
  }

  @Test
  void a_source_that_cannot_be_read_is_not_called_quiet() {
    Step step = QuietRule.on(null, state(NOON, NOON), HOUR);
    // the time of the last good read stands still
    Step later = QuietRule.on(step.next(), state(NOON, NOON), HOUR);

    assertThat(later.begun()).isEmpty();
  }

  @Test
  void a_source_that_never_had_anything_is_quiet_from_its_first_reading() {
    Step first = QuietRule.on(null, state(NOON, null), HOUR);
    Step later = QuietRule.on(first.next(), state(NOON + HOUR, null), HOUR);

    assertThat(times(later.begun())).containsExactly(NOON);
  }

  @Test
  void another_span_in_the_configuration_ends_what_the_old_one_told() {
    Step quiet = QuietRule.on(null, state(NOON + 2 * HOUR, NOON), HOUR);
    Step none = QuietRule.on(quiet.next(), state(NOON + 2 * HOUR, NOON), null);
    Step other = QuietRule.on(quiet.next(), state(NOON + 2 * HOUR, NOON), 2 * HOUR);

    assertThat(none.ended()).isEqualTo(quiet.begun());
    assertThat(other.ended()).isEqualTo(quiet.begun());
    assertThat(times(other.begun())).containsExactly(NOON);
  }

  @Test
  void a_source_that_is_not_heard_is_told_once_and_ends_with_its_next_word() {
    Step first = QuietRule.on(null, state(NOON, NOON), null);
    Step unheard = QuietRule.unheard(first.next(), state(NOON, NOON), NOON + 1);
    assertThat(times(unheard.begun())).containsExactly(NOON + 1);
    assertThat(QuietRule.unheard(unheard.next(), state(NOON, NOON), NOON + 1).begun()).isEmpty();

    Step back = QuietRule.on(stored(unheard.next()), state(NOON + HOUR, NOON), null);
    assertThat(back.ended()).isEqualTo(unheard.begun());
  }

  @Test
  void a_watch_of_a_later_version_is_refused_by_name() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Watch.decode(new byte[] {9}))
        .hasMessageContaining("version 9");
  }

  private static Watch stored(Watch watch) {
    return Watch.decode(watch.encode());
  }

  private static List<Long> times(List<Ground> grounds) {
    return grounds.stream().map(Ground::at).toList();
  }

  private static SourceState state(long readAt, @Nullable Long newest) {
    return new SourceState("directory:/logs", "directory", "/logs", readAt, null, 3, null, newest);
  }
}
