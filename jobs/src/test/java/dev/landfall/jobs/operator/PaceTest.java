package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private long now;
  private final Pace pace = new Pace(() -> now);

  private void looks(int times, long tookMillis, long restMillis) {
    for (int i = 0; i < times; i++) {
      pace.begin();
      now += tookMillis * 1_000_000;
      pace.end();
      now += restMillis * 1_000_000;
    }
  }

  @Test
  void a_task_with_time_looks_as_soon_as_usual() {
    looks(100, 1, 50);
    assertThat(pace.millis(200)).isEqualTo(200);
  }

  @Test
  void a_task_that_does_nothing_but_look_looks_ever_more_seldom_but_not_without_end() {
    looks(25, 50, 10);
    assertThat(pace.millis(200)).isEqualTo(400);
    looks(200, 50, 10);
    assertThat(pace.millis(200)).isEqualTo(5_000);
    assertThat(pace.millis(10_000)).isEqualTo(10_000);
  }

  @Test
  void with_time_again_it_is_as_soon_as_usual_again() {
    looks(200, 50, 10);
    looks(300, 1, 50);
    assertThat(pace.millis(200)).isEqualTo(200);
  }
}
