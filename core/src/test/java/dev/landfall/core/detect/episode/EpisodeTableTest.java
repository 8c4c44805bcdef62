package dev.landfall.core.detect.episode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpisodeTableTest {
  private static final long MINUTE = 60_000;
  private static final long START = 1_793_620_800_000L;
  private static final EpisodeRule RULE = new Above();

  private record Entry(long at, long calls, long bad) {}

  private static long minute(int n) {
    return START + n * MINUTE;
  }

  private static EpisodeTable of(int... bad) {
    EpisodeTable table = new EpisodeTable();
    for (int i = 0; i < bad.length; i++) {
      if (bad[i] >= 0) {
        table.add(minute(i), 10, bad[i]);
      }
    }
    return table;
  }

  /** Bursts of bad minutes, gaps of every length and quiet hours. */
  private static List<Entry> traffic(Random chance, int minutes) {
    List<Entry> entries = new ArrayList<>();
    int badness = 0;
    for (int i = 0; i < minutes; i++) {
      if (chance.nextInt(6) == 0) {
        badness = chance.nextInt(11);
      }
      if (chance.nextInt(25) == 0) {
        i += chance.nextInt(chance.nextInt(40) == 0 ? 900 : 12);
      }
      entries.add(new Entry(minute(i) + chance.nextInt(60_000), 10, badness));
    }
    return entries;
  }

  private static EpisodeTable of(List<Entry> entries) {
    EpisodeTable table = new EpisodeTable();
    entries.forEach(e -> table.add(e.at, e.calls, e.bad));
    return table;
  }

  private static EpisodeTable coded(EpisodeTable table) {
    return EpisodeTable.decode(table.encode());
  }

  @Test
  void an_episode_begins_with_its_first_bad_minute_and_goes_on_till_the_end() {
    Episodes found = of(0, 6, 7, 8).episodes(RULE, minute(4));
    assertThat(found.stands()).isTrue();
    assertThat(found.latest())
        .isEqualTo(
            new Episode(
                minute(1),
                null,
                minute(3),
                3,
                30,
                Severity.WARNING,
                minute(3),
                8,
                new long[] {8},
                "share 8"));
  }

  @Test
  void a_minute_that_has_not_ended_is_not_looked_at() {
    assertThat(of(6, 6).episodes(RULE, minute(2) - 1).isEmpty()).isTrue();
    assertThat(of(6, 6).episodes(RULE, minute(2)).stands()).isTrue();
  }

  @Test
  void three_good_minutes_end_it_and_two_do_not() {
    assertThat(of(6, 6, 0, 0, 4, 0, 0).episodes(RULE, minute(7)).stands()).isTrue();
    Episodes ended = of(6, 9, 0, 0, 0, 6).episodes(RULE, minute(6));
    assertThat(ended.stands()).isFalse();
    assertThat(ended.latest()).isNotNull();
    assertThat(ended.latest().to()).isEqualTo(minute(4));
    assertThat(ended.last()).isEqualTo(minute(1));
    assertThat(ended.latest().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void silence_ends_it_at_the_last_minute_that_was_measured() {
    EpisodeTable table = of(6, 6);
    assertThat(table.episodes(RULE, minute(7)).stands()).isTrue();
    Episodes ended = table.episodes(RULE, minute(8));
    assertThat(ended.latest()).isNotNull();
    assertThat(ended.latest().to()).isEqualTo(minute(1));
    assertThat(table.episodes(RULE, Long.MAX_VALUE)).isEqualTo(ended);
  }

  @Test
  void what_was_usual_for_a_day_is_no_news() {
    EpisodeTable table = new EpisodeTable();
    for (int i = 0; i < 120; i++) {
      table.add(minute(i) - 86_400_000 + 3_600_000, 10, 8);
    }
    table.add(minute(0), 10, 8);
    table.add(minute(1), 10, 8);
    long before = minute(2);
    assertThat(table.episodes(RULE, before).latest()).isNotNull();
    assertThat(table.episodes(RULE, before).latest().from()).isLessThan(minute(0));
  }

  @Property(tries = 300)
  void forgetting_at_any_points_changes_no_answer(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 3_000) int minutes) {
    Random chance = new Random(seed);
    List<Entry> entries = traffic(chance, minutes);
    EpisodeTable whole = of(entries);
    EpisodeTable forgetful = new EpisodeTable();
    long last = 0;
    int added = 0;
    for (Entry entry : entries) {
      forgetful.add(entry.at, entry.calls, entry.bad);
      last = entry.at;
      added++;
      if (chance.nextInt(100) == 0) {
        forgetful.forget(RULE, entry.at - chance.nextInt(3) * 1_800_000L);
      }
      if (chance.nextInt(60) == 0) {
        EpisodeTable all = of(entries.subList(0, added));
        assertThat(forgetful.episodes(RULE, last)).isEqualTo(all.episodes(RULE, last));
      }
      if (chance.nextInt(200) == 0) {
        forgetful = coded(forgetful);
      }
    }
    for (long horizon : new long[] {last, last + 10 * MINUTE, Long.MAX_VALUE}) {
      assertThat(forgetful.episodes(RULE, horizon)).isEqualTo(whole.episodes(RULE, horizon));
    }
  }

  @Property(tries = 200)
  void order_does_not_matter_and_what_is_taken_back_leaves_nothing(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 600) int minutes) {
    Random chance = new Random(seed);
    List<Entry> entries = traffic(chance, minutes);
    List<Entry> undone = traffic(chance, minutes / 3);
    List<Entry> moves = new ArrayList<>(entries);
    moves.addAll(undone);
    undone.forEach(e -> moves.add(new Entry(e.at, -e.calls, -e.bad)));
    Collections.shuffle(moves, chance);
    EpisodeTable mixed = new EpisodeTable();
    long horizon = entries.get(entries.size() - 1).at;
    for (Entry move : moves) {
      mixed.add(move.at, move.calls, move.bad);
      if (chance.nextInt(20) == 0) {
        // an answer between changes nothing
        assertThat(mixed.episodes(RULE, horizon - chance.nextInt(100) * MINUTE)).isNotNull();
      }
    }
    EpisodeTable plain = of(entries);
    for (long at : new long[] {horizon - 30 * MINUTE, horizon, Long.MAX_VALUE}) {
      assertThat(mixed.episodes(RULE, at)).isEqualTo(plain.episodes(RULE, at));
      assertThat(coded(mixed).episodes(RULE, at)).isEqualTo(plain.episodes(RULE, at));
    }
  }

  @Test
  void what_comes_for_a_forgotten_minute_is_left_out() {
    EpisodeTable table = of(6, 6, 0, 0, 0);
    table.forget(RULE, minute(120));
    Episodes before = table.episodes(RULE, Long.MAX_VALUE);
    table.add(minute(2), 10, 10);
    assertThat(table.episodes(RULE, Long.MAX_VALUE)).isEqualTo(before);
    assertThat(table.lastMinute()).isNull();
  }

  @Test
  void the_sum_of_episodes_survives_its_coded_form() {
    Episodes found = of(6, 9, 0, 0, 0, 6, 6).episodes(RULE, Long.MAX_VALUE);
    ByteWriter out = new ByteWriter();
    found.write(out);
    assertThat(Episodes.read(new ByteReader(out.toByteArray()))).isEqualTo(found);
    assertThat(found.count()).isEqualTo(2);
    assertThat(found.minutes()).isEqualTo(4);
  }
}
