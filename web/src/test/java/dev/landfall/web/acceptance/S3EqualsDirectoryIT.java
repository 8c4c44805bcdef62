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
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same logs from a folder and from a bucket end in the same content; a bucket is watched. */
class S3EqualsDirectoryIT {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);

  @TempDir static Path folder;
  private static Path made;
  private static JsonNode truth;
  private static S3Server server;

  @BeforeAll
  static void generate_and_upload() throws Exception {
    made = folder.resolve("made");
    Landfall.Ended generated =
        Landfall.run(
            folder, "1g", "generate", "--out", made.toString(), "--calls", "3000", "--seed", "5");
    assertThat(generated.exit()).as(generated.err()).isZero();
    truth = new JsonMapper().readTree(made.resolve("truth.json").toFile());
    server = new S3Server(folder);
    server.upload(made.resolve("logs"), "");
    // both copies arrived now: an event long after its bytes would be a reject in one alone
    try (Stream<Path> files = Files.walk(made.resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_replay_of_a_bucket_has_the_content_of_a_replay_of_the_folder() throws Exception {
    replay(config("directory", "{ type: directory, path: ./logs }"));
    replay(config("s3", bucket("AWSLogs/")));

    try (Lake files = Lake.open(made.resolve("lake-directory"), LakeOptions.standard());
        Lake objects = Lake.open(made.resolve("lake-s3"), LakeOptions.standard())) {
      assertThat(ReplayTotals.of(objects)).isEqualTo(ReplayTotals.of(files));
      assertThat(ReplayTotals.of(objects).calls()).isEqualTo(truth.path("calls").asLong());
      for (LakeTable table : LakeTable.values()) {
        assertThat(lines(objects, table, "s3://logs/"))
            .as(table.id())
            .isEqualTo(lines(files, table, made.resolve("logs").toUri().toString()));
      }
    }
  }

  @Test
  void both_at_once_count_nothing_twice() throws Exception {
    replay(config("both", "{ type: directory, path: ./logs }\n  - " + bucket("AWSLogs/")));

    try (Lake both = Lake.open(made.resolve("lake-both"), LakeOptions.standard())) {
      ReplayTotals totals = ReplayTotals.of(both);
      assertThat(totals.calls()).isEqualTo(truth.path("calls").asLong());
      assertThat(totals.ties()).isTrue();
    }
  }

  @Test
  void a_watched_bucket_is_read_and_an_object_uploaded_later_is_found() throws Exception {
    String lane = lane();
    server.upload(made.resolve("logs"), "live/");
    server.put("live/" + lane + HOUR.format(Instant.now()) + "/first.json", record("first"));
    Path lake = made.resolve("lake-up");
    Path config = config("up", bucket("live/"));
    Process up =
        Landfall.start(
            folder,
            "1g",
            folder.resolve("up-out.txt"),
            folder.resolve("up-err.txt"),
            KEYS,
            "up",
            "--config",
            config.toString());
    try {
      eventually(() -> assertThat(calls(up, lake)).isEqualTo(truth.path("calls").asLong()));

      server.put("live/" + lane + HOUR.format(Instant.now()) + "/later.json", record("later"));

      eventually(
          () ->
              assertThat(objects(lake))
                  .anyMatch(row -> row.contains("/later.json") && row.contains("status=read")));
      assertThat(objects(lake)).noneMatch(row -> row.contains("status=unreadable"));
    } finally {
      up.destroy();
      if (!up.waitFor(30, TimeUnit.SECONDS)) {
        up.destroyForcibly().waitFor();
      }
    }
  }

  // --- the scene ----------------------------------------------------------------------------

  private static void replay(Path config) throws Exception {
    Landfall.Ended ended =
        Landfall.run(folder, "1g", KEYS, "replay", "--json", "--config", config.toString());
    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
  }

  private static String bucket(String prefix) {
    return """
        { type: s3, bucket: logs, prefix: "%s", region: eu-west-1, path_style: true,
            endpoint: "%s", look_back: 4000d, poll_interval: 1s }"""
        .formatted(prefix, server.endpoint());
  }

  private static Path config(String name, String source) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      Path config = made.resolve(name + ".yaml");
      String text =
          Files.readString(made.resolve("landfall.yaml"))
              .replace("./lake", "./lake-" + name)
              .replace("{ type: directory, path: ./logs }", source)
              .replaceAll("port: \\d+", "port: " + free.getLocalPort());
      Files.writeString(config, text + "job: { checkpoint_interval: 1s }\n");
      return config;
    }
  }

  /** The prefix of one account's invocation logs in one Region. */
  private static String lane() throws IOException {
    Path logs = made.resolve("logs");
    try (Stream<Path> below = Files.walk(logs)) {
      return below
          .filter(p -> p.getParent().endsWith("BedrockModelInvocationLogs"))
          .filter(Files::isDirectory)
          .map(p -> logs.relativize(p) + "/")
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path record(String requestId) throws IOException {
    return Files.writeString(
        folder.resolve(requestId + ".json"),
        """
        {"timestamp":"%s","accountId":"111122223333","region":"ap-southeast-6",\
        "requestId":"%s","operation":"Converse","modelId":"au.anthropic.claude-sonnet-4-6",\
        "input":{"inputContentType":"application/json","inputTokenCount":2},\
        "output":{"outputContentType":"application/json","outputTokenCount":3},\
        "schemaType":"ModelInvocationLog","schemaVersion":"1.0"}
        """
            .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), requestId));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(assertion);
  }

  private static long calls(Process up, Path lake) throws IOException {
    assertThat(up.isAlive()).as(Files.readString(folder.resolve("up-err.txt"))).isTrue();
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ReplayTotals.of(open).calls();
    } catch (LakeUnavailable notYet) {
      return -1;
    }
  }

  private static List<String> objects(Path lake) throws IOException, LakeUnavailable {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ContentDump.lines(open, LakeTable.OBJECTS);
    }
  }

  private static List<String> lines(Lake lake, LakeTable table, String root) {
    return ContentDump.lines(lake, table).stream()
        .map(line -> line.replace(root, "logs:/"))
        .sorted()
        .toList();
  }
}
