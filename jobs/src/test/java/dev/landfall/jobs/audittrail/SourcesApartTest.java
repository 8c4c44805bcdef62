package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.jobs.lake.LakeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sources, of which one cannot be read, has not spoken yet, or brings nothing. */
class SourcesApartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How far settled time is behind the last look at a source: its allowed delay, and settling. */
  private static final Duration BEHIND = Duration.ofHours(2).plusMinutes(15);

  @TempDir static Path shared;
  @TempDir Path home;

  private static Scene scene;
  private static SortedMap<String, String> calls;

  @BeforeAll
  static void replayOnce() throws Exception {
    scene = Scene.generated(shared.resolve("scene"));
    Replay.run(scene.into(shared.resolve("lake")), Progress.NONE);
    calls = Lakes.content(shared.resolve("lake")).get("calls");
  }

  @Test
  void a_source_that_cannot_be_read_holds_the_others_back_no_longer_than_silence_is_borne()
      throws Exception {
    Path lake = home.resolve("lake");
    Duration silent = Duration.ofSeconds(8);
    try (EmbeddedService service = EmbeddedService.start(beside(lake, silent, Map.of()))) {
      await().atMost(PATIENCE).until(() -> service.status().lastCheckpointAt() != null);
      // it has not spoken: nothing is settled by the marks of the other alone
      assertThat(new LakeStore(lake).latest().asOf()).isNull();
      await()
          .atMost(PATIENCE)
          .until(() -> gaps(lake).stream().anyMatch(gap -> gap.contains("no such folder")));

      awaitSettled(lake);
      assertThat(service.status().failures()).isZero();
      service.kill();
    }
  }

  @Test
  void after_a_restart_a_source_that_has_not_spoken_yet_holds_settled_calls_where_they_were()
      throws Exception {
    Path lake = home.resolve("lake");
    Files.createDirectories(other());
    EmbeddedService before = EmbeddedService.start(beside(lake, Duration.ofHours(1), Map.of()));
    awaitSettled(lake);
    before.kill();
    long killed = System.currentTimeMillis();
    Files.delete(other());

    try (EmbeddedService again =
        EmbeddedService.start(beside(lake, Duration.ofHours(1), Map.of()))) {
      await().atMost(PATIENCE).until(() -> again.status().lastCheckpointAt() != null);
      Long first = again.status().lastCheckpointAt();
      await().atMost(PATIENCE).until(() -> again.status().lastCheckpointAt() > first + 3_000);
      // what the restored checkpoint knew at most, and no more while the other source is silent
      Long asOf = new LakeStore(lake).latest().asOf();
      assertThat(asOf).isLessThanOrEqualTo(killed - BEHIND.toMillis());
      assertThat(Lakes.content(lake).get("calls")).isEqualTo(calls);
      assertThat(Lakes.content(lake).get("late")).isEmpty();

      Files.createDirectories(other());
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> new LakeStore(lake).latest().asOf() > asOf);
      again.kill();
    }
  }

  @Test
  void a_source_that_brings_nothing_for_too_long_is_a_gap_and_settles_on() throws Exception {
    Path lake = home.resolve("lake");
    Files.createDirectories(other());
    Map<String, Duration> quiet = Map.of(source().id(), Duration.ofSeconds(2));
    try (EmbeddedService service =
        EmbeddedService.start(beside(lake, Duration.ofHours(1), quiet))) {
      await()
          .atMost(PATIENCE)
          .until(() -> gaps(lake).stream().anyMatch(gap -> gap.contains("source quiet")));
      awaitSettled(lake);
      assertThat(service.status().failures()).isZero();
      service.kill();
    }
  }

  private Path other() {
    return home.resolve("other");
  }

  private SourceConfig source() {
    return new SourceConfig.Directory(other());
  }

  private Settings beside(Path lake, Duration silentAfter, Map<String, Duration> quietAfter)
      throws Exception {
    List<SourceConfig> both = List.of(new SourceConfig.Directory(scene.logs()), source());
    return scene.into(lake, StateBackend.HASHMAP, both, silentAfter, quietAfter);
  }

  private static List<String> gaps(Path lake) throws Exception {
    return Lakes.content(lake).get("findings").values().stream()
        .filter(row -> row.contains("rule=evidence-gap"))
        .toList();
  }

  private static void awaitSettled(Path lake) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertThat(new TreeMap<>(Lakes.content(lake).get("calls"))).isEqualTo(calls);
              assertThat(new LakeStore(lake).latest().asOf()).isNotNull();
            });
  }
}
