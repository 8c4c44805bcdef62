package dev.landfall.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.config.LakePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of canaries are read and which are removed. */
class ControlPollTest {
  private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");

  @TempDir Path lake;
  private Path control;

  @BeforeEach
  void folder() throws Exception {
    control = Files.createDirectories(lake.resolve("_control"));
  }

  private String planted(Duration ago) throws Exception {
    long at = NOW.minus(ago).toEpochMilli();
    String id = CanaryId.of(Canary.ACCOUNT, at, 1);
    Files.writeString(
        control.resolve(Planting.FILE + id + ".json"),
        "{\"account\":\"000000000000\",\"source\":\"directory:/logs\",\"within_ms\":\"60000\"}");
    return id;
  }

  private List<String> read() {
    List<String> ids = new ArrayList<>();
    try (ControlPoll poll = new ControlPoll(LakePlace.in(lake), Clock.fixed(NOW, ZoneOffset.UTC))) {
      poll.start();
      for (Planting p = poll.nextPlanting(); p != null; p = poll.nextPlanting()) {
        ids.add(p.id());
      }
    }
    return ids;
  }

  private List<String> left() throws Exception {
    try (Stream<Path> files = Files.list(control)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void old_plantings_are_not_read_and_go_and_decisions_stay() throws Exception {
    planted(Duration.ofDays(400));
    planted(Planting.KEPT.plusMillis(1));
    String kept = planted(Planting.KEPT);
    String now = planted(Duration.ZERO);
    Files.writeString(control.resolve("20200101T000000000Z-ack-1.json"), "{}");

    assertThat(read()).containsExactlyInAnyOrder(kept, now);
    assertThat(left())
        .containsExactly(
            "20200101T000000000Z-ack-1.json",
            Planting.FILE + kept + ".json",
            Planting.FILE + now + ".json");
  }

  @Test
  void the_newest_stays_so_that_a_schedule_knows_when_the_next_is_due() throws Exception {
    planted(Duration.ofDays(400));
    String newest = planted(Duration.ofDays(90));

    assertThat(read()).isEmpty();
    assertThat(left()).containsExactly(Planting.FILE + newest + ".json");
  }
}
