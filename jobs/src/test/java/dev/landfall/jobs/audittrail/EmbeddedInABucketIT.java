package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.lake.Manifest;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import dev.landfall.jobs.lake.LakeLock.LakeOwned;
import dev.landfall.jobs.lake.LakeMirror;
import dev.landfall.jobs.lake.LakeStore;
import dev.landfall.jobs.lake.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded service and a replay with the lake, and the service's states, in a bucket. */
class EmbeddedInABucketIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static S3Server server;
  private static Scene scene;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
    scene = Scene.generated(Files.createDirectories(folder.resolve("made")));
    Replay.run(scene.into(folder.resolve("local")), Progress.NONE);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Settings into(LakePlace lake) throws Exception {
    Settings local = scene.into(folder.resolve("unused"));
    return Settings.of(local.config().withLake(lake), local.policy(), local.catalogue());
  }

  @Test
  void a_replay_into_a_bucket_has_the_content_of_one_into_a_folder() throws Exception {
    LakePlace lake = server.place("replayed");
    Replay.run(into(lake), Progress.NONE);
    assertSameContent(lake);
    Replay.run(into(lake), Progress.NONE);
    assertThat(new LakeStore(lake).latest().generation()).isEqualTo(2);
    assertSameContent(lake);
  }

  @Test
  void a_service_goes_on_from_the_bucket_after_a_death_and_after_a_stop() throws Exception {
    LakePlace lake = server.place("watched");
    EmbeddedService first = EmbeddedService.start(into(lake));
    try {
      assertThatThrownBy(() -> Replay.run(into(lake), Progress.NONE))
          .isInstanceOf(LakeOwned.class)
          .hasMessageContaining("owned by up (process");
      await().atMost(PATIENCE).until(() -> new LakeStore(lake).latest().checkpoint() > 0);
    } finally {
      first.kill();
    }
    try (EmbeddedService second = EmbeddedService.start(into(lake))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(second.status().state()).isEqualTo(JobStatus.State.RUNNING));
      await().atMost(PATIENCE).untilAsserted(() -> assertSameContent(lake));
    }
    assertThat(LakeFiles.at(EmbeddedStates.savepoints(lake)).list(""))
        .anyMatch(entry -> entry.path().endsWith("/_metadata"));
    assertThat(EmbeddedStates.choose(into(lake)))
        .hasValueSatisfying(
            from -> assertThat(from.getRestorePath()).contains("/_savepoints/savepoint-"));
    try (EmbeddedService third = EmbeddedService.start(into(lake))) {
      long version = new LakeStore(lake).latestVersion();
      assertThat(third).isNotNull();
      await().atMost(PATIENCE).until(() -> new LakeStore(lake).latestVersion() > version);
    }
    assertSameContent(lake);
  }

  @Test
  void a_replay_cut_short_before_it_removed_the_states_is_not_undone() throws Exception {
    LakePlace lake = server.place("cut-short");
    assertThat(EmbeddedStates.choose(into(lake))).isEmpty();
    String state = "_checkpoints/" + Checkpoints.JOB_ID + "/chk-1/_metadata";
    String others = "_checkpoints/other/chk-1/_metadata";
    LakeFiles.at(lake).replace(others, new byte[] {1});
    LakeFiles.at(lake).replace("_savepoints/savepoint-1/_metadata", new byte[] {1});
    LakeFiles.at(lake).replace(state, new byte[] {1});
    assertThat(EmbeddedStates.choose(into(lake))).isPresent();

    byte[] manifest =
        LakeFiles.in(folder.resolve("local"))
            .read("_manifests/" + Manifest.fileName(1)); // generation 1, as a replay leaves it
    LakeFiles.at(lake).createExclusive("_manifests/" + Manifest.fileName(1), manifest);

    assertThat(EmbeddedStates.choose(into(lake))).isEmpty();
    assertThat(LakeFiles.at(lake).exists(state)).isFalse();
    assertThat(LakeFiles.at(lake).exists(others)).isTrue();
  }

  private static void assertSameContent(LakePlace lake) throws Exception {
    Path copy = folder.resolve("copy-" + lake.text().replaceAll("[^a-z]", ""));
    new LakeMirror(lake, copy, Clock.systemUTC()).refresh();
    assertThat(Lakes.content(copy)).isEqualTo(Lakes.content(folder.resolve("local")));
  }
}
