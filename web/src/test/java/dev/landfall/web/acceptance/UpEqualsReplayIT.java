package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.ContentDump;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.totals.ReplayTotals;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code up} and {@code replay} over the same files end in the same content, also when {@code up}
 * is killed without warning in the middle and started again.
 */
class UpEqualsReplayIT {
  private static final List<LakeTable> FROM_SOURCES =
      List.of(
          LakeTable.CALLS,
          LakeTable.FINDINGS,
          LakeTable.QUOTA_MINUTES,
          LakeTable.OBJECTS,
          LakeTable.REJECTS,
          LakeTable.LATE,
          LakeTable.SURFACES,
          LakeTable.CHANGES);

  @TempDir static Path folder;
  private static Path made;
  private static JsonNode truth;

  @BeforeAll
  static void generate_and_replay() throws Exception {
    made = folder.resolve("made");
    assertThat(
            Landfall.run(
                    folder,
                    "1g",
                    "generate",
                    "--out",
                    made.toString(),
                    "--calls",
                    "12000",
                    "--seed",
                    "11")
                .exit())
        .isZero();
    truth = new JsonMapper().readTree(made.resolve("truth.json").toFile());
    Landfall.Ended replay =
        Landfall.run(
            folder, "1g", "replay", "--json", "--config", made.resolve("landfall.yaml").toString());
    assertThat(replay.exit()).as(replay.err()).isEqualTo(2);
  }

  @Test
  void a_service_left_alone_ends_in_the_content_of_a_replay() throws Exception {
    Path config = liveConfig("alone");
    try (Up up = new Up(config, "alone")) {
      up.untilSettled(config.resolveSibling("lake-alone"));
    }
    assertSameContent("lake-alone");
  }

  @Test
  void a_service_killed_in_the_middle_and_started_again_does_too() throws Exception {
    Path config = liveConfig("killed");
    Path lake = config.resolveSibling("lake-killed");
    try (Up up = new Up(config, "killed-1")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(lake.resolve("_manifests")) && calls(lake) > 0);
      up.kill();
    }
    try (Up up = new Up(config, "killed-2")) {
      up.untilSettled(lake);
    }
    assertSameContent("lake-killed");
  }

  private static Path liveConfig(String name) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      Path config = made.resolve("up-" + name + ".yaml");
      String text =
          Files.readString(made.resolve("landfall.yaml"))
              .replace("./lake", "./lake-" + name)
              .replaceAll("port: \\d+", "port: " + free.getLocalPort());
      Files.writeString(config, text + "job: { checkpoint_interval: 1s }\n");
      return config;
    }
  }

  private static long calls(Path lake) {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ReplayTotals.of(open).calls();
    } catch (LakeUnavailable notYet) {
      return 0;
    }
  }

  private static void assertSameContent(String name) throws Exception {
    try (Lake replayed = Lake.open(made.resolve("lake"), LakeOptions.standard());
        Lake live = Lake.open(made.resolve(name), LakeOptions.standard())) {
      for (LakeTable table : FROM_SOURCES) {
        assertThat(ContentDump.lines(live, table))
            .as(table.id())
            .isEqualTo(ContentDump.lines(replayed, table));
      }
      assertThat(ReplayTotals.of(live)).isEqualTo(ReplayTotals.of(replayed));
    }
  }

  /** A running service that does not outlive the test. */
  private static final class Up implements AutoCloseable {
    private final Process process;
    private final Path err;

    Up(Path config, String name) throws Exception {
      err = folder.resolve("up-" + name + "-err.txt");
      process =
          Landfall.start(
              folder,
              "1g",
              folder.resolve("up-" + name + "-out.txt"),
              err,
              "up",
              "--config",
              config.toString());
    }

    void kill() throws Exception {
      process.destroyForcibly().waitFor();
    }

    /** Every planted call is in the lake, and none of them waits for anything any more. */
    void untilSettled(Path lake) {
      long calls = truth.path("calls").asLong();
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
                assertThat(calls(lake)).isEqualTo(calls);
                assertThat(settledQuotaTokens(lake)).isEqualTo(plantedQuotaTokens());
              });
    }

    private static long settledQuotaTokens(Path lake) {
      try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
        return ReplayTotals.of(open).ties() ? QuotaSums.settled(open) : -1;
      }
    }

    private static long plantedQuotaTokens() {
      long sum = 0;
      for (JsonNode row : truth.path("settled_by_quota_minute")) {
        sum += row.path("settled_tokens").asLong();
      }
      return sum;
    }

    @Override
    public void close() throws Exception {
      process.destroy();
      if (!process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
