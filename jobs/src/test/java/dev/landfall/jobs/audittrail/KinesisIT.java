package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.servers.KinesisServer;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.config.SourceConfig.From;
import dev.landfall.jobs.lake.LakeStore;
import dev.landfall.jobs.lake.S3Server;
import dev.landfall.jobs.source.stream.FaultyProxy;
import dev.landfall.jobs.source.stream.Payloads;
import dev.landfall.jobs.source.stream.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The same logs through Kinesis as through a directory, over real servers' own protocol. */
class KinesisIT {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  @TempDir static Path shared;
  @TempDir Path home;

  private static Scene scene;
  private static List<byte[]> payloads;
  private static SortedMap<String, SortedMap<String, String>> byDirectory;
  private static long records;
  private static @Nullable KinesisServer kinesalite;

  @BeforeAll
  static void replay_the_directory() throws Exception {
    TestStream.forTestServers();
    kinesalite = KinesisServer.kinesalite(shared);
    scene = Scene.undamaged(shared.resolve("scene"));
    payloads = Payloads.of(scene.logs());
    Path lake = shared.resolve("lake");
    records = Replay.run(scene.into(lake), Progress.NONE).records();
    byDirectory = content(lake);
    assertThat(byDirectory.get("calls")).hasSizeGreaterThan(1_000);
  }

  @AfterAll
  static void stop() throws Exception {
    if (kinesalite != null) {
      kinesalite.close();
    }
  }

  @Test
  void a_replay_of_a_stream_equals_a_replay_of_the_directory() throws Exception {
    Path lake = home.resolve("lake");
    try (TestStream stream = TestStream.create(kinesalite.endpoint(), "replayed", 3)) {
      stream.put(payloads.subList(0, 500));
      stream.split(1);
      stream.put(payloads.subList(500, payloads.size()));
      stream.put(List.of(Payloads.controlMessage()));

      ReplayOutcome outcome =
          Replay.run(
              scene.onTheDay(lake, kinesis(kinesalite.endpoint(), stream, From.LATEST)),
              Progress.NONE);

      assertThat(outcome.records()).isEqualTo(records + 1);
      Lakes.assertSame(content(lake), byDirectory);
      assertThat(Lakes.content(lake).get("objects").toString()).contains("\"control-message\":1");
    }
  }

  @Test
  void a_server_that_throttles_forgets_splits_and_goes_away_loses_nothing_and_repeats_nothing()
      throws Exception {
    Path lake = home.resolve("lake");
    int third = payloads.size() / 3;
    try (TestStream stream = TestStream.create(kinesalite.endpoint(), "troubled", 2);
        FaultyProxy proxy = new FaultyProxy(kinesalite.endpoint())) {
      Settings settings =
          scene.onTheDay(lake, kinesis(proxy.endpoint(), stream, From.TRIM_HORIZON));
      stream.put(payloads.subList(0, third));
      EmbeddedService first = EmbeddedService.start(settings);
      awaitRecordsAbove(lake, 0);
      stream.split(0);
      stream.put(payloads.subList(third, 2 * third));
      awaitRecordsAbove(lake, records / 3);
      first.kill();

      try (EmbeddedService second = EmbeddedService.start(settings)) {
        await().atMost(PATIENCE).until(() -> proxy.faults("lost") > 1);
        proxy.away(true);
        stream.put(payloads.subList(2 * third, payloads.size()));
        await().atMost(PATIENCE).until(() -> proxy.faults("away") > 6);
        proxy.away(false);
        awaitContent(lake);
        assertThat(second.status().failures()).isZero();
      }
      assertThat(proxy.faults("ExpiredIteratorException")).isPositive();
      assertThat(proxy.faults("ProvisionedThroughputExceededException")).isPositive();
      assertThat(Lakes.sum(lake, LakeTable.OBJECTS, "records")).isEqualTo(records);
    }
  }

  @Test
  void the_latest_is_where_the_source_first_started_even_if_it_died_before_a_record_came()
      throws Exception {
    Path lake = home.resolve("lake");
    try (TestStream stream = TestStream.create(kinesalite.endpoint(), "latest", 2)) {
      stream.put(List.of("{\"before\":\"the start\"}".getBytes(StandardCharsets.UTF_8)));
      Settings settings = scene.today(lake, kinesis(kinesalite.endpoint(), stream, From.LATEST));
      EmbeddedService first = EmbeddedService.start(settings);
      await().atMost(PATIENCE).until(() -> completeTo(lake) != null);
      Long before = first.status().lastCheckpointAt();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Long now = first.status().lastCheckpointAt();
                return now != null && !now.equals(before);
              });
      first.kill();
      stream.put(payloads);

      Settings later = scene.today(lake, kinesis(kinesalite.endpoint(), stream, From.LATEST));
      try (EmbeddedService second = EmbeddedService.start(later)) {
        awaitRecordsAbove(lake, records - 1);
        assertThat(second.status().failures()).isZero();
      }
      assertThat(Lakes.sum(lake, LakeTable.OBJECTS, "records")).isEqualTo(records);
      assertThat(Lakes.content(lake).get("rejects")).isEmpty();
    }
  }

  @Test
  void folder_bucket_and_stream_at_once_count_nothing_twice_and_an_object_is_preferred()
      throws Exception {
    Path lake = home.resolve("lake");
    try (TestStream stream = TestStream.create(kinesalite.endpoint(), "beside", 2);
        S3Server server = S3Server.start(home)) {
      stream.put(payloads);
      upload(scene.logs(), server);
      SourceConfig directory = new SourceConfig.Directory(scene.logs().toAbsolutePath());

      ReplayOutcome outcome =
          Replay.run(
              scene.onTheDay(
                  lake,
                  kinesis(kinesalite.endpoint(), stream, From.TRIM_HORIZON),
                  directory,
                  bucket(server)),
              Progress.NONE);

      assertThat(outcome.records()).isEqualTo(3 * records);
      assertThat(withoutCopies(content(lake))).isEqualTo(withoutCopies(byDirectory));
      for (Call call : Lakes.calls(lake)) {
        for (WitnessKind kind : WitnessKind.values()) {
          Slot slot = call.slot(kind);
          if (slot != null) {
            assertThat(slot.places().get(0).kind()).isEqualTo(PlaceKind.OBJECT);
            assertThat(slot.places()).anyMatch(place -> place.uri().startsWith("s3://"));
            // four places are kept: a record that stands in two objects has them from both stores
            if (slot.places().size() < 4) {
              assertThat(slot.places()).anyMatch(place -> place.kind() == PlaceKind.STREAM);
            }
          }
        }
      }
    }
  }

  private static void upload(Path logs, S3Server server) throws IOException {
    try (S3Client client =
            AwsClients.sync(
                S3Client.builder().forcePathStyle(true),
                AwsAccess.in("ap-southeast-6").at(server.url()));
        Stream<Path> files = Files.walk(logs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = logs.relativize(file).toString();
        client.putObject(r -> r.bucket(S3Server.BUCKET).key(key), RequestBody.fromFile(file));
      }
    }
  }

  private static SourceConfig bucket(S3Server server) {
    return new SourceConfig.S3(
        S3Server.BUCKET,
        "",
        AwsAccess.in("ap-southeast-6").at(server.url()),
        List.of(),
        List.of(),
        true,
        Duration.ofDays(7),
        null,
        Duration.ofSeconds(1));
  }

  @Test
  void shards_are_read_by_enhanced_fan_out_where_the_server_offers_it() throws Exception {
    Path lake = home.resolve("lake");
    try (KinesisServer server = KinesisServer.kinesisLocal(home);
        TestStream stream = TestStream.create(server.endpoint(), "fanned-out", 2)) {
      List<byte[]> lines = Payloads.asLines(payloads);
      stream.put(lines.subList(0, lines.size() / 2));
      SourceConfig source =
          new SourceConfig.Kinesis(
              stream.name(), TestStream.access(server.endpoint()), From.TRIM_HORIZON, "landfall");
      try (EmbeddedService service = EmbeddedService.start(scene.onTheDay(lake, source))) {
        awaitRecordsAbove(lake, 0);
        stream.put(lines.subList(lines.size() / 2, lines.size()));
        awaitContent(lake);
        assertThat(service.status().failures()).isZero();
        assertThat(page(lake).get("sources").get(0).get("problem").isNull()).isTrue();
      }
      assertThat(stream.consumers()).containsExactly("landfall");
    }
  }

  @Test
  void a_server_without_fan_out_is_polled_and_the_page_says_so() throws Exception {
    Path lake = home.resolve("lake");
    try (TestStream stream = TestStream.create(kinesalite.endpoint(), "polled", 1)) {
      stream.put(payloads.subList(0, 50));
      SourceConfig source =
          new SourceConfig.Kinesis(
              stream.name(),
              TestStream.access(kinesalite.endpoint()),
              From.TRIM_HORIZON,
              "landfall");
      try (EmbeddedService service = EmbeddedService.start(scene.onTheDay(lake, source))) {
        awaitRecordsAbove(lake, 0);
        await()
            .atMost(PATIENCE)
            .until(() -> page(lake).at("/sources/0/problem").asText().contains("fan-out"));
        assertThat(service.status().failures()).isZero();
      }
    }
  }

  private static SourceConfig kinesis(String endpoint, TestStream stream, From from) {
    return new SourceConfig.Kinesis(stream.name(), TestStream.access(endpoint), from, null);
  }

  private static com.fasterxml.jackson.databind.JsonNode page(Path lake) throws IOException {
    return new ObjectMapper().readTree(lake.resolve("_live/snapshot.json").toFile());
  }

  private static @Nullable Long completeTo(Path lake) throws IOException {
    if (!java.nio.file.Files.exists(lake.resolve("_live/snapshot.json"))) {
      return null;
    }
    var mark = page(lake).at("/sources/0/complete_to");
    return mark.isNumber() ? mark.asLong() : null;
  }

  private static void awaitRecordsAbove(Path lake, long count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                new LakeStore(lake).latestVersion() > 0
                    && Lakes.sum(lake, LakeTable.OBJECTS, "records") > count);
  }

  private static void awaitContent(Path lake) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> Lakes.assertSame(content(lake), byDirectory));
  }

  /** Every table but {@code objects}, which tells of the source itself. */
  private static SortedMap<String, SortedMap<String, String>> content(Path lake)
      throws IOException {
    SortedMap<String, SortedMap<String, String>> tables = new TreeMap<>(Lakes.content(lake));
    tables.remove("objects");
    return tables;
  }

  private static SortedMap<String, SortedMap<String, String>> withoutCopies(
      SortedMap<String, SortedMap<String, String>> content) {
    SortedMap<String, String> calls = new TreeMap<>();
    content
        .get("calls")
        .forEach((key, row) -> calls.put(key, row.replaceAll("\\b\\w*copies=\\d+ ", "")));
    SortedMap<String, SortedMap<String, String>> tables = new TreeMap<>(content);
    tables.put("calls", calls);
    return tables;
  }
}
