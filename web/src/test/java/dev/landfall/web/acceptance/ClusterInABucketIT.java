package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lake and checkpoints in a bucket of an S3 server: the job on a cluster survives a TaskManager,
 * pages and reports read it from elsewhere, and its content is a replay's.
 */
class ClusterInABucketIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUCKET = "lake-bucket";
  private static final Path S3MOCK =
      Path.of("..", "jobs", "target", "servers", "s3mock.jar").toAbsolutePath();

  @TempDir static Path folder;
  private static Generated logs;
  private static FlinkCluster cluster;
  private static Process s3;
  private static Process web;
  private static int s3Port;

  @BeforeAll
  static void start() throws Exception {
    s3Port = FlinkCluster.freePort();
    Files.createDirectories(folder.resolve("s3"));
    s3 =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("s3"),
                "-Dserver.address=127.0.0.1",
                "-Dserver.port=" + FlinkCluster.freePort(),
                "-Dhttp.port=" + s3Port,
                "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                "-jar",
                S3MOCK.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3.log").toFile())
            .start();
    logs = Generated.heldBack(folder, 1_200);
    cluster =
        new FlinkCluster(
            folder.resolve("cluster"),
            Map.of(
                "s3.endpoint",
                endpoint(),
                "s3.path-style-access",
                "true",
                "s3.region",
                "ap-southeast-6"),
            credentials());
    cluster.startJobManager();
    await().atMost(PATIENCE).until(() -> listens(s3Port));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    for (Process process : Stream.of(web, s3).filter(p -> p != null).toList()) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void a_lake_in_a_bucket_is_written_by_a_cluster_and_read_from_anywhere() throws Exception {
    Path config =
        logs.config(
            "bucket",
            "s3://" + BUCKET + "/landfall",
            """
            lake_access: { region: ap-southeast-6, endpoint: "%s", path_style: true }
            cluster: { checkpoint_interval: 1s, parallelism: 2 }
            """
                .formatted(endpoint()));
    int page = port(config);
    Process first = cluster.startTaskManager();
    cluster.startTaskManager();
    logs.give(1);
    run("job", "submit", "--config", config.toString(), "--target", cluster.url());
    web =
        Landfall.start(
            folder,
            "512m",
            folder.resolve("web-out.txt"),
            folder.resolve("web-err.txt"),
            environment(),
            "web",
            "--config",
            config.toString());

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> assertThat(get(page, "/ready")).as(cluster.logs()).isEqualTo("200 ready"));
    FlinkCluster.kill(first);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Path mirror = mirror();
              logs.assertSettled(mirror);
            });
    run("report", "residency", "--config", config.toString());
    logs.assertSameAsReplay(mirror());

    run("job", "stop", "--config", config.toString(), "--target", cluster.url());
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(get(page, "/ready")).startsWith("503 not ready"));
    assertThat(get(page, "/health")).isEqualTo("200 ok");
  }

  /** The one copy there is: of the pages' process and of reports alike. */
  private static Path mirror() throws Exception {
    Path cache = folder.resolve("cache");
    if (!Files.isDirectory(cache)) {
      throw new AssertionError("nothing was copied yet");
    }
    try (Stream<Path> lakes = Files.list(cache)) {
      return lakes.findFirst().orElseThrow(() -> new AssertionError("nothing was copied yet"));
    }
  }

  private static void run(String... words) throws Exception {
    Landfall.Ended ended = Landfall.run(folder, "512m", environment(), words);
    assertThat(ended.exit()).as(List.of(words) + ended.err() + cluster.logs()).isIn(0, 1, 2);
  }

  private static String endpoint() {
    return "http://127.0.0.1:" + s3Port;
  }

  private static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(credentials());
    environment.put("LANDFALL_CACHE", folder.resolve("cache").toString());
    return environment;
  }

  private static int port(Path config) throws Exception {
    String text = Files.readString(config);
    return Integer.parseInt(text.replaceAll("(?s).*port: (\\d+).*", "$1"));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (java.io.IOException notYet) {
      return false;
    }
  }

  private static String get(int port, String path) throws Exception {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body().strip();
    } catch (java.io.IOException notListening) {
      return "none";
    }
  }
}
