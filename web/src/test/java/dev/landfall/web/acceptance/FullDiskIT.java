package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the lake is full, really: a file system of 48 MB in memory, mounted for the service
 * alone (a mount namespace of its own, which needs root or user namespaces), filled to the last
 * block. The service waits, says so once and on every channel, and goes on when there is room.
 */
class FullDiskIT {
  private static final String FULL = "no space is left on the disk of the lake";

  @TempDir Path folder;
  private Process process;
  private Path err;

  @Test
  void on_a_full_disk_it_waits_says_so_and_goes_on_without_a_loss() throws Exception {
    Path made = folder.resolve("made");
    Landfall.Ended generated =
        Landfall.run(
            folder, "1g", "generate", "--out", made.toString(), "--calls", "3000", "--seed", "31");
    assertThat(generated.exit()).as(generated.err()).isZero();
    Landfall.Ended replay =
        Landfall.run(
            folder, "1g", "replay", "--json", "--config", made.resolve("landfall.yaml").toString());
    assertThat(replay.exit()).as(replay.err()).isEqualTo(2);
    Feed feed = Feed.of(made.resolve("logs"), 31);
    Path config = RunningUp.config(made, "full");
    Path lake = Files.createDirectories(made.resolve("lake-full"));
    start(config, lake);
    try {
      String url = untilReady();
      Path inside = Path.of("/proc/" + process.pid() + "/root" + lake.toRealPath());
      feed.give(feed.left() / 2);
      // through /proc a path is opened as it is there, as long as nobody resolves it
      LakeStore published = new LakeStore(inside);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !published.latest().files(LakeTable.CALLS).isEmpty());

      Path filler = inside.resolve("filler");
      fill(filler);
      feed.giveAll();
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = get(url + "/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains(FULL);
              });
      assertThat(get(url + "/").body()).contains(FULL);
      assertThat(get(url + "/health").statusCode()).isEqualTo(200);
      assertThat(get(url + "/metrics").body()).contains("landfall_disk_free_bytes");

      Files.delete(filler);
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
                assertThat(get(url + "/ready").statusCode()).isEqualTo(200);
                SameContent.assertSameStands(made.resolve("lake"), copied(inside));
              });
      List<String> said =
          Files.readAllLines(err).stream().filter(line -> line.contains(FULL)).toList();
      assertThat(said).as(Files.readString(err)).hasSizeBetween(1, 2);
    } finally {
      process.destroy();
      if (!process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private void start(Path config, Path lake) throws IOException {
    err = folder.resolve("full-err.txt");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--map-root-user", "sh"));
    command.add("-c");
    command.add("mount -t tmpfs -o size=48m tmpfs \"$0\" && exec \"$@\"");
    command.add(lake.toString());
    command.addAll(Landfall.command("1g", "up", "--config", config.toString()));
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("full-out.txt").toFile())
            .redirectError(err.toFile())
            .start();
  }

  private String untilReady() throws IOException {
    Pattern ready = Pattern.compile("ready: (http\\S+)");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
              return ready.matcher(Files.readString(err)).find();
            });
    Matcher found = ready.matcher(Files.readString(err));
    assertThat(found.find()).isTrue();
    return found.group(1).replaceAll("/$", "");
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /** What a reader of another mount namespace can open. */
  private Path copied(Path inside) throws IOException {
    Path copy = Files.createTempDirectory(folder, "lake");
    try (Stream<Path> all = Files.walk(inside)) {
      for (Path path : all.toList()) {
        String relative = inside.relativize(path).toString();
        if (relative.startsWith("_") && !relative.startsWith("_manifests")) {
          continue;
        }
        Path target = copy.resolve(relative);
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (Files.exists(path)) {
          Files.copy(path, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return copy;
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
