package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void a_look_that_found_nothing_is_complete_at_once() {
    progress.listed(100, -1);

    assertThat(progress.advance()).isEqualTo(OptionalLong.of(100));
    assertThat(progress.advance()).isEmpty();
  }

  @Test
  void a_look_waits_for_all_it_found() {
    progress.opened(0);
    progress.opened(1);
    progress.listed(100, 1);
    progress.done(1);

    assertThat(progress.advance()).isEmpty();

    progress.done(0);
    assertThat(progress.advance()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void what_is_found_later_does_not_hold_an_earlier_look_back() {
    progress.opened(0);
    progress.listed(100, 0);
    progress.opened(1);
    progress.listed(200, 1);
    progress.done(0);

    assertThat(progress.advance()).isEqualTo(OptionalLong.of(100));

    progress.done(1);
    assertThat(progress.advance()).isEqualTo(OptionalLong.of(200));
  }

  @Test
  void several_complete_looks_give_the_latest_time() {
    progress.opened(0);
    progress.listed(100, 0);
    progress.listed(200, 0);
    progress.listed(300, 0);
    progress.done(0);

    assertThat(progress.advance()).isEqualTo(OptionalLong.of(300));
  }
}
