package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.totals.ReplayTotals;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running service over generated logs that does not outlive the test. */
final class RunningUp implements AutoCloseable {
  private final Process process;
  private final Path err;
  private final JsonNode truth;

  /** {@code made}: what {@code generate} made; {@code config} stands in it. */
  RunningUp(Path folder, Path made, Path config, String name) throws Exception {
    truth = new JsonMapper().readTree(made.resolve("truth.json").toFile());
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

  /**
   * The generated configuration with a lake and a free port of its own, a second between
   * checkpoints. The logs are of a day long ago and some come after others have been read, so
   * everything is remembered.
   */
  static Path config(Path made, String name) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      Path config = made.resolve("up-" + name + ".yaml");
      String text =
          Files.readString(made.resolve("landfall.yaml"))
              .replace("./lake", "./lake-" + name)
              .replace("remember: 7d", "remember: 100y")
              .replaceAll("port: \\d+", "port: " + free.getLocalPort());
      Files.writeString(config, text + "job: { checkpoint_interval: 1s }\n");
      return config;
    }
  }

  static long calls(Path lake) {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ReplayTotals.of(open).calls();
    } catch (LakeUnavailable notYet) {
      return 0;
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String said() throws IOException {
    return Files.readString(err);
  }

  void untilReady() {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(process.isAlive()).as(said()).isTrue();
              return said().contains("ready: http");
            });
  }

  /** Every planted call is in the lake, and none of them waits for anything any more. */
  void untilSettled(Path lake) {
    long calls = truth.path("calls").asLong();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(process.isAlive()).as(said()).isTrue();
              assertThat(calls(lake)).isEqualTo(calls);
              assertThat(settledQuotaTokens(lake)).isEqualTo(plantedQuotaTokens());
            });
  }

  private static long settledQuotaTokens(Path lake) {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ReplayTotals.of(open).ties() ? QuotaSums.settled(open) : -1;
    }
  }

  private long plantedQuotaTokens() {
    long sum = 0;
    for (JsonNode row : truth.path("settled_by_quota_minute")) {
      sum += row.path("settled_tokens").asLong();
    }
    return sum;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
