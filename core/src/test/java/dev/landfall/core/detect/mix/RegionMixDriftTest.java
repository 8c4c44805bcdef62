package dev.landfall.core.detect.mix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Hysteresis and memory over event time. */
class RegionMixDriftTest {
  private static final long MINUTE = 60_000;
  private static final int DAY = 24 * 60;
  private static final RegionMixDrift RULE =
      new RegionMixDrift(Samples.policy("*"), "contact-centre");

  private static long at(long minute) {
    return Samples.NOON + minute * MINUTE;
  }

  private static long fill(EpisodeTable table, long from, int minutes, long calls, long away) {
    for (long n = from; n < from + minutes; n++) {
      table.add(at(n), calls, away, 0);
    }
    return from + minutes;
  }

  @Test
  void review_and_page_are_severities_of_one_episode() {
    EpisodeTable table = new EpisodeTable();
    long now = fill(table, 0, 2 * DAY, 10, 1);
    long begun = fill(table, now, 60, 10, 3);
    Episode review = table.episodes(RULE, at(begun)).latest();
    assertThat(review).isNotNull();
    assertThat(review.severity()).isEqualTo(Severity.WARNING);
    long worse = fill(table, begun, 60, 10, 9);
    Episode page = table.episodes(RULE, at(worse)).latest();
    assertThat(page).isNotNull();
    assertThat(page.from()).isEqualTo(review.from());
    assertThat(page.severity()).isEqualTo(Severity.ERROR);
    assertThat(RULE.tell(page).value())
        .isEqualTo("90.0 % of 600 calls of an hour served away from the source Region");
    assertThat(RULE.tell(page).limit())
        .startsWith("10.0 % of ")
        .endsWith("in 28 days, and 20.0 points more");
  }

  @Test
  void it_does_not_end_on_the_way_down_before_three_quarters_of_the_points() {
    EpisodeTable table = new EpisodeTable();
    long now = fill(table, 0, 2 * DAY, 20, 2);
    now = fill(table, now, 120, 20, 8);
    long above = fill(table, now, 120, 20, 6); // 30 %: at the limit, far above three quarters of it
    assertThat(table.episodes(RULE, at(above)).stands()).isTrue();
    long below = fill(table, above, 60, 20, 4);
    Episodes ended = table.episodes(RULE, at(below));
    assertThat(ended.stands()).isFalse();
    assertThat(ended.count()).isEqualTo(1);
  }

  @Test
  void a_drift_does_not_become_its_own_baseline_while_it_lasts_and_is_usual_after_28_days() {
    EpisodeTable table = new EpisodeTable();
    long now = fill(table, 0, 2 * DAY, 4, 0);
    long days20 = fill(table, now, 20 * DAY, 4, 4);
    assertThat(table.episodes(RULE, at(days20)).stands()).isTrue();
    long days30 = fill(table, days20, 10 * DAY, 4, 4);
    Episodes ended = table.episodes(RULE, at(days30));
    assertThat(ended.stands()).isFalse();
    assertThat(ended.count()).isEqualTo(1);
  }

  @Test
  void what_the_policy_expects_does_not_change_in_28_days() {
    RegionMixDrift rule =
        new RegionMixDrift(
            Samples.policy(
                new Workload(
                    "contact-centre",
                    null,
                    null,
                    Match.everything(),
                    Places.anywhere(),
                    List.of(),
                    null,
                    0.1)),
            "contact-centre");
    EpisodeTable table = new EpisodeTable();
    long days30 = fill(table, 0, 30 * DAY, 4, 4);
    Episodes found = table.episodes(rule, at(days30));
    assertThat(found.stands()).isTrue();
    assertThat(found.count()).isEqualTo(1);
  }

  @Test
  void six_hours_that_are_not_over_end_it() {
    EpisodeTable table = new EpisodeTable();
    long now = fill(table, 0, 2 * DAY, 10, 1);
    now = fill(table, now, 60, 10, 9);
    // too few calls for any share from here on
    for (int n = 0; n < 12; n++) {
      table.add(at(now + n * 60), 1, 0, 0);
    }
    assertThat(table.episodes(RULE, at(now + 4 * 60)).stands()).isTrue();
    assertThat(table.episodes(RULE, at(now + 9 * 60)).stands()).isFalse();
  }

  @Property(tries = 15)
  void thirty_days_with_a_week_remembered_are_as_thirty_days_remembered(@ForAll long seed) {
    Random chance = new Random(seed);
    EpisodeTable whole = new EpisodeTable();
    EpisodeTable weekly = new EpisodeTable();
    int share = 20;
    for (int minute = 0; minute < 33 * DAY; minute += 1 + chance.nextInt(4)) {
      if (chance.nextInt(600) == 0) {
        share = chance.nextInt(100);
      }
      long away = share * 10L / 100;
      whole.add(at(minute), 10, away, chance.nextInt(2));
      weekly.add(at(minute), 10, away, 0);
      if (chance.nextInt(500) == 0) {
        weekly.forget(RULE, at(minute - 8L * DAY));
      }
      if (chance.nextInt(5_000) == 0) {
        weekly = EpisodeTable.decode(weekly.encode());
      }
    }
    Episodes expected = whole.episodes(RULE, at(33 * DAY));
    Episodes found = weekly.episodes(RULE, at(33 * DAY));
    assertThat(found.count()).isEqualTo(expected.count()).isPositive();
    assertThat(found.minutes()).isEqualTo(expected.minutes());
    assertThat(found.first()).isEqualTo(expected.first());
    assertThat(found.last()).isEqualTo(expected.last());
  }
}
