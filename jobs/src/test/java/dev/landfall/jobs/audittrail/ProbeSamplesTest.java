package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe's samples through the whole job: none lost, none twice, and no mark waits for them. */
class ProbeSamplesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path home;

  @Test
  void samples_survive_a_kill_and_a_replay_of_the_same_files_says_the_same() throws Exception {
    Scene scene = Scene.generated(home.resolve("scene"));
    Path lake = home.resolve("lake");
    put(lake, "run-1.jsonl", 1, 40);
    EmbeddedService first = EmbeddedService.start(scene.into(lake));
    await().atMost(PATIENCE).until(() -> samples(lake) == 40);
    first.kill();
    put(lake, "run-2.jsonl", 41, 60);
    try (EmbeddedService second = EmbeddedService.start(scene.into(lake))) {
      await().atMost(PATIENCE).until(() -> samples(lake) == 60);
      await().atMost(PATIENCE).until(() -> new LakeStore(lake).latest().asOf() != null);
      put(lake, "run-3.jsonl", 55, 70); // ids met before: written by a run that was killed
      await().atMost(PATIENCE).until(() -> samples(lake) == 70);
      assertThat(second.status().failures()).isZero();
    }
    var watched = Lakes.content(lake);
    Replay.run(scene.into(lake), Progress.NONE);
    var replayed = Lakes.content(lake);
    assertThat(replayed.get("probes")).hasSize(70).isEqualTo(watched.get("probes"));
    assertThat(replayed.get("objects").keySet()).filteredOn(k -> k.contains("_probes")).hasSize(3);
    assertThat(replayed.get("calls")).isEqualTo(watched.get("calls"));
  }

  private static int samples(Path lake) throws IOException {
    return Lakes.content(lake).get("probes").size();
  }

  private static void put(Path lake, String name, int from, int to) throws IOException {
    Path day = Files.createDirectories(lake.resolve("_probes").resolve("dt=2026-11-02"));
    StringBuilder text = new StringBuilder();
    long noon = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli() * 1000;
    for (int i = from; i <= to; i++) {
      text.append(
          "{\"sample_id\":\"s-%d\",\"sent_at\":%d,\"total_ms\":%d}\n".formatted(i, noon + i, i));
    }
    Path half = day.resolve("." + name);
    Files.writeString(half, text);
    Files.move(half, day.resolve(name));
  }
}
