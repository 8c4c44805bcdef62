package dev.landfall.core.detect.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.detect.latency.LatencyRegression.Episode;
import dev.landfall.core.latency.Latencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatencyRegressionTest {
  private static final long MINUTE = 60_000;
  private static final double LIMIT = 600;

  private final SortedMap<Long, LatencyMinute> minutes = new TreeMap<>();
  private long next;

  @Test
  void five_slow_minutes_fire_from_the_first_of_them() {
    minutes(3, 10, 100);
    minutes(5, 10, 700);
    assertThat(fired()).containsExactly(new Episode(3 * MINUTE, null, 5, 50));
  }

  @Test
  void four_slow_minutes_stay_silent_and_so_do_two_rows_of_four() {
    minutes(4, 100, 700);
    minutes(1, 100, 100);
    minutes(4, 100, 700);
    assertThat(fired()).isEmpty();
  }

  @Test
  void exactly_at_the_limit_is_not_above_it() {
    minutes(10, 50, LIMIT);
    assertThat(fired()).isEmpty();
  }

  @Test
  void a_twentieth_of_slow_calls_is_borne_and_one_more_is_not() {
    for (int i = 0; i < 5; i++) {
      minute(mixed(100, 5), 0);
    }
    assertThat(fired()).isEmpty();
    minutes.clear();
    for (int i = 0; i < 5; i++) {
      minute(mixed(100, 6), 0);
    }
    assertThat(fired()).hasSize(1);
  }

  @Test
  void fewer_than_twenty_measured_calls_are_too_few_to_say() {
    minutes(5, 3, 5000);
    assertThat(fired()).isEmpty();
    minutes(1, 8, 5000);
    assertThat(fired()).as("the last five hold 20").hasSize(1);
  }

  @Test
  void calls_without_a_logged_time_neither_fire_nor_pass_as_fast() {
    for (int i = 0; i < 10; i++) {
      minute(Latencies.of(), 100);
    }
    assertThat(fired()).isEmpty();
    minutes(4, 10, 700);
    minute(Latencies.of(), 100);
    minutes(4, 10, 700);
    assertThat(fired()).as("the row is broken by a minute nobody measured").isEmpty();
    minutes(1, 10, 700);
    assertThat(fired()).hasSize(1);
  }

  @Test
  void it_ends_only_well_below_the_limit() {
    minutes(5, 10, 700);
    minutes(20, 10, 560); // below the limit, above nine tenths of it
    assertThat(fired()).containsExactly(new Episode(0, null, 5, 250));
    minutes(5, 10, 500);
    assertThat(fired()).containsExactly(new Episode(0, 29 * MINUTE, 5, 300));
    minutes(5, 10, 700);
    assertThat(fired()).hasSize(2);
  }

  @Test
  void a_quarter_of_an_hour_without_a_measured_call_ends_it() {
    minutes(6, 10, 700);
    next += 14 * MINUTE;
    minutes(1, 10, 700);
    assertThat(fired()).hasSize(1);
    assertThat(fired().get(0).to()).isNull();
    next += 15 * MINUTE;
    minutes(1, 10, 700);
    assertThat(fired()).containsExactly(new Episode(0, 20 * MINUTE, 7, 70));
  }

  @Test
  void late_and_repeated_minutes_change_the_table_and_the_table_alone_decides() {
    minutes(2, 10, 700);
    minutes(1, 10, 100);
    minutes(2, 10, 700);
    assertThat(fired()).isEmpty();
    LatencyMinute slow = LatencyMinute.of(2 * MINUTE, mixed(40, 30), 0, LIMIT);
    minutes.put(slow.minuteAt(), slow); // calls of the third minute came late: it was slow too
    assertThat(fired()).hasSize(1);
    minutes.put(slow.minuteAt(), slow);
    assertThat(fired()).hasSize(1);
  }

  @Test
  void the_order_in_which_minutes_come_cannot_matter() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      minute(mixed(20, random.nextInt(4)), random.nextInt(3));
    }
    List<Episode> inOrder = fired();
    assertThat(inOrder).isNotEmpty();
    List<LatencyMinute> shuffled = new ArrayList<>(minutes.values());
    Collections.shuffle(shuffled, random);
    minutes.clear();
    shuffled.forEach(minute -> minutes.put(minute.minuteAt(), minute));
    assertThat(fired()).isEqualTo(inOrder);
  }

  @Test
  void counts_that_cannot_be_are_refused() {
    assertThatThrownBy(() -> new LatencyMinute(5, 1, 0, 0, 0)).hasMessageContaining("minute 5");
    assertThatThrownBy(() -> new LatencyMinute(0, 1, 2, 2, 0)).hasMessageContaining("over");
  }

  private List<Episode> fired() {
    return LatencyRegression.of(minutes);
  }

  private void minutes(int count, int calls, double ms) {
    for (int i = 0; i < count; i++) {
      minute(new Latencies.Builder().add(ms, calls).build(), 0);
    }
  }

  private void minute(Latencies times, long notMeasurable) {
    minutes.put(next, LatencyMinute.of(next, times, notMeasurable, LIMIT));
    next += MINUTE;
  }

  private static Latencies mixed(int calls, int slow) {
    Latencies.Builder times = new Latencies.Builder();
    if (calls > slow) {
      times.add(100, calls - slow);
    }
    return slow == 0 ? times.build() : times.add(900, slow).build();
  }
}
