package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a start goes on: from savepoints, from checkpoints, from older ones, or from nothing. */
class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path shared;
  @TempDir Path home;

  private static Scene scene;
  private static SortedMap<String, SortedMap<String, String>> replayed;

  @BeforeAll
  static void replayOnce() throws Exception {
    scene = Scene.generated(shared.resolve("scene"));
    Replay.run(scene.into(shared.resolve("lake")), Progress.NONE);
    replayed = Lakes.content(shared.resolve("lake"));
  }

  @Test
  void a_clean_stop_leaves_a_savepoint_that_any_backend_goes_on_from() throws Exception {
    Path lake = home.resolve("lake");
    long before = 0;
    for (StateBackend backend :
        List.of(StateBackend.HASHMAP, StateBackend.ROCKSDB, StateBackend.HASHMAP)) {
      long version = new LakeStore(lake).latestVersion();
      try (EmbeddedService service = EmbeddedService.start(scene.into(lake, backend))) {
        await().atMost(PATIENCE).until(() -> new LakeStore(lake).latestVersion() > version);
        await().atMost(PATIENCE).until(() -> service.status().lastCheckpointAt() != null);
        assertThat(service.status().failures()).isZero();
      }
      RestorePoint point = Checkpoints.choose(lake, backend).orElseThrow();
      assertThat(point.savepoint()).isTrue();
      // numbers go on: the start did come from the one before
      assertThat(point.checkpoint()).isGreaterThan(before);
      assertThat(new LakeStore(lake).latest().checkpoint()).isLessThanOrEqualTo(point.checkpoint());
      before = point.checkpoint();
    }
    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      awaitContent(lake);
      assertThat(service.status().failures()).isZero();
    }
    assertThat(savepoints(lake)).hasSize(Checkpoints.SAVEPOINTS_KEPT);
  }

  @Test
  void a_stop_publishes_everything_that_was_read() throws Exception {
    Path lake = home.resolve("lake");
    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      awaitContent(lake);
      assertThat(service.status().stuck()).isNull();
    }

    Lakes.assertSame(Lakes.content(lake), replayed);
    assertThat(savepoints(lake)).hasSize(1);
  }

  @Test
  void a_killed_service_is_refused_under_another_backend_with_the_cure() throws Exception {
    Path lake = home.resolve("lake");
    killedAfterCheckpoints(lake, StateBackend.ROCKSDB, 1);

    assertThatThrownBy(() -> EmbeddedService.start(scene.into(lake, StateBackend.HASHMAP)))
        .hasMessageContaining("state_backend was rocksdb")
        .hasMessageContaining("stop it cleanly");
    assertThat(Checkpoints.choose(lake, StateBackend.ROCKSDB)).isPresent();
  }

  @Test
  void a_checkpoint_that_cannot_be_read_gives_way_to_the_one_before() throws Exception {
    Path lake = home.resolve("lake");
    killedAfterCheckpoints(lake, StateBackend.HASHMAP, 2);
    RestorePoint newest = Checkpoints.choose(lake, StateBackend.HASHMAP).orElseThrow();
    Files.write(newest.folder().resolve("_metadata"), new byte[] {1, 2, 3});

    RestorePoint older = Checkpoints.choose(lake, StateBackend.HASHMAP).orElseThrow();
    assertThat(older.checkpoint()).isLessThan(newest.checkpoint());
    assertThat(newest.folder()).doesNotExist();
    assertThat(newest.folder().resolveSibling("unreadable-" + newest.folder().getFileName()))
        .isDirectory();

    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      awaitContent(lake);
      assertThat(service.status().failures()).isZero();
    }
  }

  @Test
  void without_any_readable_checkpoint_nothing_begins_anew_by_itself() throws Exception {
    Path lake = home.resolve("lake");
    killedAfterCheckpoints(lake, StateBackend.HASHMAP, 2);
    long version = new LakeStore(lake).latestVersion();
    try (Stream<Path> all = Files.list(Checkpoints.folder(lake))) {
      for (Path each : all.filter(path -> path.toString().contains("chk-")).toList()) {
        truncateTheLargest(each);
      }
    }

    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(() -> EmbeddedService.start(scene.into(lake)))
          .hasMessageContaining("no checkpoint")
          .hasMessageContaining("remove");
    }
    assertThat(new LakeStore(lake).latestVersion()).isEqualTo(version);
  }

  @Test
  void a_replay_cut_short_before_it_removed_the_checkpoints_is_not_undone() throws Exception {
    Path lake = home.resolve("lake");
    killedAfterCheckpoints(lake, StateBackend.HASHMAP, 1);
    Path aside = home.resolve("aside");
    Files.move(lake.resolve("_checkpoints"), aside);
    Replay.run(scene.into(lake), Progress.NONE);
    Files.move(aside, lake.resolve("_checkpoints"));
    assertThat(new LakeStore(lake).latest().generation()).isEqualTo(1);

    assertThat(Checkpoints.choose(lake, StateBackend.HASHMAP)).isEmpty();
    assertThat(lake.resolve("_checkpoints")).doesNotExist();
    Lakes.assertSame(Lakes.content(lake), replayed);
  }

  @Test
  void service_then_replay_then_service_ends_in_the_same_content() throws Exception {
    Path lake = home.resolve("lake");
    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      await().atMost(PATIENCE).until(() -> service.status().lastCheckpointAt() != null);
    }
    Replay.run(scene.into(lake), Progress.NONE);
    Lakes.assertSame(Lakes.content(lake), replayed);
    assertThat(savepoints(lake)).isEmpty();

    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      await().atMost(PATIENCE).until(() -> service.status().lastCheckpointAt() != null);
      awaitContent(lake);
    }
    assertThat(new LakeStore(lake).latest().generation()).isEqualTo(1);
    Lakes.assertSame(Lakes.content(lake), replayed);
  }

  private static void killedAfterCheckpoints(Path lake, StateBackend backend, int checkpoints)
      throws Exception {
    EmbeddedService service = EmbeddedService.start(scene.into(lake, backend));
    await().atMost(PATIENCE).until(() -> complete(lake) >= checkpoints);
    service.kill();
  }

  private static long complete(Path lake) throws IOException {
    if (!Files.isDirectory(Checkpoints.folder(lake))) {
      return 0;
    }
    try (Stream<Path> all = Files.list(Checkpoints.folder(lake))) {
      return all.filter(path -> Files.exists(path.resolve("_metadata"))).count();
    }
  }

  private static void truncateTheLargest(Path checkpoint) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint)) {
      Path largest =
          files
              .max(java.util.Comparator.comparingLong(path -> path.toFile().length()))
              .orElseThrow();
      Files.write(largest, new byte[] {1});
    }
  }

  private static List<Path> savepoints(Path lake) throws IOException {
    if (!Files.isDirectory(lake.resolve("_savepoints"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(lake.resolve("_savepoints"))) {
      return all.toList();
    }
  }

  private static void awaitContent(Path lake) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> Lakes.assertSame(Lakes.content(lake), replayed));
  }
}
