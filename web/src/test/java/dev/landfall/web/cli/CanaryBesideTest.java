package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.ingest.config.CanaryConfig;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.web.http.JobHealth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryBesideTest {
  @TempDir Path folder;

  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static CanaryConfig hours(String from, String to, String zone) {
    return new CanaryConfig(
        Canary.ACCOUNT,
        Duration.ofMinutes(1),
        DAY,
        LocalTime.parse(from),
        LocalTime.parse(to),
        ZoneId.of(zone),
        null);
  }

  @Test
  void the_first_is_due_at_once_and_the_next_when_its_time_has_passed() {
    CanaryConfig usual = CanaryConfig.standard();
    assertThat(CanaryBeside.due(null, DAY, usual, NOON)).isTrue();
    assertThat(CanaryBeside.due(NOON.minus(DAY).plusMillis(1), DAY, usual, NOON)).isFalse();
    assertThat(CanaryBeside.due(NOON.minus(DAY), DAY, usual, NOON)).isTrue();
  }

  @Test
  void nobody_is_woken_outside_the_hours() {
    Instant night = Instant.parse("2026-11-02T03:00:00Z");
    assertThat(CanaryBeside.due(null, DAY, CanaryConfig.standard(), night)).isFalse();
    assertThat(CanaryBeside.due(null, DAY, hours("00:00", "00:00", "UTC"), night)).isTrue();
    assertThat(CanaryBeside.due(null, DAY, hours("22:00", "06:00", "UTC"), night)).isTrue();
    assertThat(CanaryBeside.due(null, DAY, hours("22:00", "06:00", "UTC"), NOON)).isFalse();
    // 03:00 UTC is 16:00 in Auckland's summer
    assertThat(CanaryBeside.due(null, DAY, hours("09:00", "17:00", "Pacific/Auckland"), night))
        .isTrue();
  }

  @Test
  void it_plants_once_when_due_over_restarts_and_writes_down_what_it_could_not() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    AtomicReference<JobHealth> health = new AtomicReference<>(JobHealth.broken("starting"));
    LandfallConfig c = LandfallConfig.ofDirectory(folder, logs);
    Io io = io(folder, NOON);
    try (CanaryBeside beside = CanaryBeside.of(c, DAY, io, health::get)) {
      beside.look();
      assertThat(planted()).isEmpty();
      health.set(JobHealth.atWork());
      beside.look();
      beside.look();
    }
    assertThat(planted()).hasSize(1);
    assertThat(Files.list(logs)).hasSize(1);
    try (CanaryBeside again = CanaryBeside.of(c, DAY, io, health::get)) {
      again.look();
    }
    assertThat(planted()).hasSize(1);

    LandfallConfig gone = LandfallConfig.ofDirectory(folder, folder.resolve("gone"));
    Io later = io(folder, NOON.plus(DAY));
    try (CanaryBeside beside = CanaryBeside.of(gone, DAY, later, health::get)) {
      beside.look();
    }
    assertThat(planted()).hasSize(2);
    assertThat(Files.readString(planted().get(1))).contains("no such folder");
  }

  private static Io io(Path here, Instant now) {
    PrintStream words = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Io(words, words, Map.of(), Clock.fixed(now, ZoneOffset.UTC), false, here);
  }

  private List<Path> planted() throws Exception {
    Path control = folder.resolve("lake/_control");
    if (!Files.isDirectory(control)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(control)) {
      return files.sorted().toList();
    }
  }

  @Test
  void when_the_last_was_planted_is_known_from_the_lake() {
    long first = NOON.toEpochMilli();
    List<String> files =
        List.of(
            "canary-" + CanaryId.of(Canary.ACCOUNT, first + 5, 1),
            "canary-" + CanaryId.of(Canary.ACCOUNT, first, 2),
            "canary-of-somebody-else");
    assertThat(CanaryBeside.newest(files, Canary.ACCOUNT, NOON)).isEqualTo(NOON.plusMillis(5));
    assertThat(CanaryBeside.newest(List.of(), Canary.ACCOUNT, NOON)).isNull();
  }

  @Test
  void a_planting_from_a_clock_that_ran_ahead_does_not_stop_the_schedule() {
    long noon = NOON.toEpochMilli();
    List<String> files =
        List.of(
            "canary-" + CanaryId.of(Canary.ACCOUNT, noon, 1),
            "canary-" + CanaryId.of(Canary.ACCOUNT, noon + 600_000, 2),
            "canary-" + CanaryId.of(Canary.ACCOUNT, noon + 600_001, 3),
            "canary-" + CanaryId.of(Canary.ACCOUNT, noon + DAY.toMillis() * 365, 4));
    assertThat(CanaryBeside.newest(files, Canary.ACCOUNT, NOON))
        .isEqualTo(NOON.plusMillis(600_000));
  }

  @Test
  void what_was_due_while_nothing_was_at_work_is_counted_and_hours_make_none() {
    CanaryConfig always = hours("00:00", "00:00", "UTC");
    assertThat(CanaryBeside.skipped(NOON, DAY, always, NOON.plus(DAY))).isNull();
    assertThat(
            CanaryBeside.skipped(NOON, DAY, always, NOON.plus(DAY.multipliedBy(2)).minusMillis(1)))
        .isNull();
    assertThat(CanaryBeside.skipped(NOON, DAY, always, NOON.plus(Duration.ofHours(80))))
        .isEqualTo(new CanaryBeside.Skipped(2, NOON.plus(DAY), NOON.plus(DAY.multipliedBy(2))));
    // planted late in the day, the next is due when the hours open two mornings later
    CanaryConfig office = hours("09:00", "17:00", "UTC");
    Instant evening = Instant.parse("2026-11-02T16:59:59Z");
    Instant morning = Instant.parse("2026-11-04T09:00:00Z");
    assertThat(CanaryBeside.skipped(evening.plusSeconds(1), DAY, office, morning)).isNull();
    // every hour, and a night of closed hours between
    Duration hour = Duration.ofHours(1);
    Instant opens = Instant.parse("2026-11-03T09:00:00Z");
    assertThat(CanaryBeside.skipped(evening, hour, office, opens)).isNull();
    assertThat(CanaryBeside.skipped(evening, hour, office, opens.plus(hour)))
        .isEqualTo(new CanaryBeside.Skipped(1, opens, opens));
  }

  @Test
  void of_those_skipped_the_last_is_on_record_as_not_planted_with_the_span() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    LandfallConfig c = LandfallConfig.ofDirectory(folder, logs);
    try (CanaryBeside first = CanaryBeside.of(c, DAY, io(folder, NOON), JobHealth::atWork)) {
      first.look();
    }
    Instant back = NOON.plus(Duration.ofHours(75));
    try (CanaryBeside again = CanaryBeside.of(c, DAY, io(folder, back), JobHealth::atWork)) {
      again.look();
      again.look();
    }
    assertThat(planted()).hasSize(3);
    String failed = Files.readString(planted().get(1));
    assertThat(failed)
        .contains("2 were due from 2026-11-03T12:00:00Z on", "the next was planted at " + back);
    String name = planted().get(1).getFileName().toString();
    String id = name.substring("canary-".length(), name.length() - ".json".length());
    assertThat(CanaryId.plantedAt(Canary.ACCOUNT, id))
        .isEqualTo(NOON.plus(DAY.multipliedBy(2)).toEpochMilli());
  }
}
