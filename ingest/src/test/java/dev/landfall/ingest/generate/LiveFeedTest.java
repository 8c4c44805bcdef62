package dev.landfall.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFeedTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;

  @Test
  void history_fills_the_hours_before_and_holds_breaches_and_one_broken_line() throws IOException {
    long calls;
    try (LiveFeed feed = feed(NOON)) {
      feed.history(Duration.ofHours(6));
      calls = feed.calls();
    }
    Reread read = Reread.of(folder);

    assertThat(calls).as("calls of episodes beside one in five seconds").isGreaterThan(4_320 + 300);
    int scene = (int) (4 * Scenes.MINUTES) + 4;
    assertThat(read.calls.size()).isBetween((int) calls - 20 + scene, (int) calls + scene);
    assertThat(read.rejected).isEqualTo(1);
    assertThat(read.calls.values()).anyMatch(call -> call.logRegion.equals("ap-southeast-1"));
    for (Path object : read.objects) {
      assertThat(Files.getLastModifiedTime(object).toInstant()).isBefore(NOON);
    }
  }

  @Test
  void ticks_put_small_objects_in_place_with_a_breach_among_the_first_seconds() throws IOException {
    try (LiveFeed feed = feed(NOON)) {
      for (int second = 1; second <= 15; second++) {
        feed.tick(NOON.plusSeconds(second));
      }
      Reread read = Reread.of(folder);
      assertThat(read.calls.values()).anyMatch(call -> call.logRegion.equals("ap-southeast-1"));
      assertThat(read.rejected).isZero();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void objects_come_in_place_whole_and_no_earlier_than_their_time() throws IOException {
    try (LiveFeed feed = feed(NOON)) {
      for (int second = 1; second <= 40; second++) {
        Instant now = NOON.plusSeconds(second);
        feed.tick(now);
        for (Path object : second % 8 == 0 ? Reread.of(folder).objects : List.<Path>of()) {
          assertThat(Files.getLastModifiedTime(object).toInstant()).isBeforeOrEqualTo(now);
        }
      }
    }
  }

  @Test
  void a_feed_started_again_repeats_no_call() throws IOException {
    runFor(NOON, folder.resolve("first"));
    runFor(NOON.plusSeconds(300), folder.resolve("second"));
    Set<String> first = Reread.of(folder.resolve("first")).calls.keySet();

    assertThat(first).hasSizeGreaterThan(50);
    assertThat(Reread.of(folder.resolve("second")).calls.keySet())
        .doesNotContainAnyElementsOf(first);
  }

  @Test
  void a_long_pause_is_not_made_up_for() throws IOException {
    try (LiveFeed feed = feed(NOON)) {
      feed.tick(NOON.plusSeconds(10));
      feed.tick(NOON.plus(Duration.ofHours(5)));
      assertThat(feed.calls()).isLessThan(300);
    }
  }

  @Test
  void settings_allow_for_the_history() throws IOException {
    LiveFeed.writeSettings(folder, NOON, Duration.ofHours(6));

    assertThat(folder.resolve("landfall.yaml")).content().contains("path: ./logs");
    assertThat(folder.resolve("policy.yaml"))
        .content()
        .contains("effective_from: 2026-11-19T00:00:00Z");
  }

  private LiveFeed feed(Instant now) throws IOException {
    return new LiveFeed(folder, 3, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static void runFor(Instant start, Path logs) throws IOException {
    try (LiveFeed feed = new LiveFeed(logs, 3, Clock.fixed(start, ZoneOffset.UTC))) {
      for (int second = 1; second <= 30; second++) {
        feed.tick(start.plusSeconds(second));
      }
    }
  }
}
