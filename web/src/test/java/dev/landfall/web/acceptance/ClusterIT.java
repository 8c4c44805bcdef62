package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a cluster of processes, while files arrive: a TaskManager is killed, then the
 * JobManager, then the job is rescaled from a savepoint; the lake's content is that of a replay.
 */
class ClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  // Settles nothing before the last start, so that every state crosses each death unsettled.
  private static final String UNSETTLED =
      """
      job: { allowed_delay: 60d }
      cluster: { checkpoint_interval: 1s, parallelism: 2 }
      """;
  private static final String SETTLING =
      """
      cluster: { checkpoint_interval: 1s, parallelism: 4 }
      """;

  @TempDir static Path folder;
  private static Generated logs;
  private static FlinkCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    logs = Generated.heldBack(folder, 2_000);
    cluster = new FlinkCluster(folder.resolve("cluster"), Map.of(), Map.of());
    cluster.startJobManager();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void what_dies_comes_back_and_the_content_is_that_of_an_undisturbed_run() throws Exception {
    Path lake = logs.folder().resolve("lake-cluster");
    Path config = logs.config("cluster", "./lake-cluster", UNSETTLED);
    Process first = cluster.startTaskManager();
    cluster.startTaskManager();
    logs.give(0.25);

    submit(config);
    untilRead(lake, 0);

    FlinkCluster.kill(first);
    long read = Generated.objectsIn(lake);
    logs.give(0.5);
    cluster.startTaskManager();
    untilRead(lake, read);

    cluster.killJobManager();
    read = Generated.objectsIn(lake);
    logs.give(0.75);
    cluster.startJobManager();
    assertThat(submit(config, "--resume").err()).contains("/chk-");
    untilRead(lake, read);

    String savepoint = run("job", "stop", "--config", config.toString()).out().strip();
    assertThat(savepoint).contains("/_checkpoints/savepoints/savepoint-");
    logs.give(1);
    Path wider = logs.config("wider", "./lake-cluster", SETTLING);
    assertThat(submit(wider, "--from-savepoint", savepoint).err())
        .contains("parallelism 4")
        .contains(savepoint);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> logs.assertSettled(lake));

    assertThat(run("job", "list").out().lines().findFirst().orElse(""))
        .contains("RUNNING")
        .endsWith("landfall");
    logs.assertSameAsReplay(lake);
  }

  private static Landfall.Ended submit(Path config, String... more) throws Exception {
    return run(
        Stream.concat(Stream.of("job", "submit", "--config", config.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Landfall.Ended run(String... words) throws Exception {
    Landfall.Ended ended =
        Landfall.run(
            folder,
            "512m",
            Stream.concat(Stream.of(words), Stream.of("--target", cluster.url()))
                .toArray(String[]::new));
    assertThat(ended.exit()).as(() -> List.of(words) + ended.err() + said()).isZero();
    return ended;
  }

  private static String said() {
    try {
      return cluster.logs();
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** The lake tells of more objects than before: the job is at work again. */
  private static void untilRead(Path lake, long before) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> assertThat(Generated.objectsIn(lake)).as(() -> said()).isGreaterThan(before));
  }
}
