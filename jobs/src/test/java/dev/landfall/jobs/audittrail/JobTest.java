package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.metrics.Metric;
import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on its embedded cluster, over generated logs, by each way it can run. */
class JobTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path shared;
  @TempDir Path home;

  private static Scene scene;
  private static JsonNode truth;
  private static ReplayOutcome outcome;
  private static SortedMap<String, SortedMap<String, String>> replayed;

  @BeforeAll
  static void replayOnce() throws Exception {
    scene = Scene.generated(shared.resolve("scene"));
    truth = new ObjectMapper().readTree(shared.resolve("scene/truth.json").toFile());
    List<Long> told = new ArrayList<>();
    Path lake = shared.resolve("lake");
    outcome = Replay.run(scene.into(lake), (records, bytes) -> told.add(records));
    replayed = Lakes.content(lake);
    assertThat(told).isSorted().endsWith(outcome.records());
  }

  @Test
  void a_replay_agrees_with_the_truth_and_its_sums_tie() throws IOException {
    Path lake = shared.resolve("lake");

    assertThat(outcome.records()).isEqualTo(truth.get("records_read").asLong());
    assertThat(outcome.bytes()).isEqualTo(truth.get("bytes_raw").asLong());
    assertThat(replayed.get("calls")).hasSize(truth.get("calls").asInt());
    assertThat(Lakes.sum(lake, LakeTable.CALLS, "witnesses"))
        .isEqualTo(truth.get("witnesses").asLong());
    assertThat(Lakes.sum(lake, LakeTable.CALLS, "copies"))
        .isEqualTo(
            truth.get("witnesses").asLong()
                + truth.get("duplicates").asLong()
                + truth.get("addenda").asLong());
    assertThat(replayed.get("rejects")).hasSize(truth.get("rejected").asInt());
    assertThat(replayed.get("late")).isEmpty();
    long minutes = 0;
    for (JsonNode minute : truth.get("settled_by_quota_minute")) {
      minutes += minute.get("settled_tokens").asLong();
    }
    assertThat(Lakes.sum(lake, LakeTable.QUOTA_MINUTES, "settled_tokens")).isEqualTo(minutes);
  }

  @Test
  void a_replay_leaves_one_version_and_no_working_files() throws IOException {
    Path lake = shared.resolve("lake");
    Manifest manifest = new LakeStore(lake).latest();

    assertThat(manifest.generation()).isEqualTo(1);
    assertThat(manifest.asOf()).isNotNull();
    assertThat(lake.resolve("_tmp")).doesNotExist();
    assertThat(lake.resolve("_live")).doesNotExist();
  }

  @Test
  void replaying_again_changes_nothing() throws Exception {
    Path lake = home.resolve("lake");
    Replay.run(scene.into(lake), Progress.NONE);
    Long asOf = new LakeStore(lake).latest().asOf();
    Replay.run(scene.into(lake), Progress.NONE);

    assertThat(new LakeStore(lake).latest().generation()).isEqualTo(2);
    assertThat(new LakeStore(lake).latest().asOf()).isEqualTo(asOf);
    Lakes.assertSame(Lakes.content(lake), replayed);
  }

  @Test
  void watching_the_same_files_ends_in_the_same_content_and_stops_cleanly() throws Exception {
    Path lake = home.resolve("lake");
    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      awaitContent(lake);
      assertThat(service.status().state()).isEqualTo(JobStatus.State.RUNNING);
      assertThat(service.status().lastCheckpointAt()).isNotNull();
      assertThat(service.status().failures()).isZero();
      assertThatThrownBy(() -> Replay.run(scene.into(lake), Progress.NONE))
          .isInstanceOf(LakeLock.LakeOwned.class)
          .hasMessageContaining("up");
      JsonNode page = new ObjectMapper().readTree(lake.resolve("_live/snapshot.json").toFile());
      assertThat(page.get("totals").get("calls").asLong()).isEqualTo(truth.get("calls").asLong());
      assertThat(page.get("totals").get("records_read").asLong())
          .isEqualTo(truth.get("records_read").asLong());
      assertThat(page.get("sources").get(0).get("complete_to").isNull()).isFalse();
      assertMeasured(Measured.of(service.metrics()));
    }
    assertThat(lake.resolve("_tmp")).doesNotExist();
    Lakes.assertSame(Lakes.content(lake), replayed);
    LakeLock.own(lake, "test").close();
  }

  @Test
  void a_job_killed_again_and_again_ends_in_the_same_content() throws Exception {
    Path lake = home.resolve("lake");
    Path logs = scene.logs();
    for (int kill = 0; kill < 3; kill++) {
      long version = new LakeStore(lake).latestVersion();
      EmbeddedService service = EmbeddedService.start(scene.into(lake));
      await().atMost(PATIENCE).until(() -> new LakeStore(lake).latestVersion() > version);
      service.kill();
    }
    assertThat(logs).isDirectoryRecursivelyContaining("glob:**.gz");

    try (EmbeddedService service = EmbeddedService.start(scene.into(lake))) {
      awaitContent(lake);
      assertThat(service.status().failures()).isZero();
    }
    assertThat(new LakeStore(lake).latest().epoch()).isEqualTo(4);
  }

  @Test
  void the_same_holds_on_rocksdb() throws Exception {
    Path lake = home.resolve("lake");
    EmbeddedService first = EmbeddedService.start(scene.into(lake, StateBackend.ROCKSDB));
    await().atMost(PATIENCE).until(() -> new LakeStore(lake).latestVersion() > 0);
    first.kill();

    try (EmbeddedService second = EmbeddedService.start(scene.into(lake, StateBackend.ROCKSDB))) {
      awaitContent(lake);
      assertThat(second.status().state()).isEqualTo(JobStatus.State.RUNNING);
    }
  }

  @Test
  void a_file_put_in_place_later_is_read() throws Exception {
    Path lake = home.resolve("lake");
    Path later = home.resolve("later");
    Scene own = Scene.generated(home.resolve("scene"));
    Path day = own.logs();
    Path file;
    try (var files = Files.walk(day)) {
      file =
          files
              .filter(f -> f.toString().contains("/CloudTrail/"))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow();
    }
    Files.move(file, later);
    try (EmbeddedService service = EmbeddedService.start(own.into(lake))) {
      await().atMost(PATIENCE).until(() -> new LakeStore(lake).latestVersion() > 0);
      Files.move(later, file);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .until(
              () ->
                  Lakes.content(lake)
                      .get("objects")
                      .containsKey("uri=" + file.toUri() + " sha256=" + sha(lake, file)));
      assertThat(service.status().failures()).isZero();
    }
  }

  @Test
  void a_missing_folder_is_a_gap_on_record_and_not_an_empty_lake() throws Exception {
    Path lake = home.resolve("lake");
    Scene own = Scene.generated(home.resolve("scene"));
    Files.move(own.logs(), home.resolve("elsewhere"));

    ReplayOutcome nothing = Replay.run(own.into(lake), Progress.NONE);

    assertThat(nothing.records()).isZero();
    var content = Lakes.content(lake);
    assertThat(content.get("objects").values())
        .singleElement()
        .asString()
        .contains("kind=directory", "status=unreadable", "reason=no such folder");
    assertThat(content.get("findings").values())
        .singleElement()
        .asString()
        .contains("rule=evidence-gap");
  }

  /** The equations of docs/metrics.md, between counters, the truth and the lake. */
  private static void assertMeasured(Measured m) {
    double read = m.sum(Metric.RECORDS_READ);
    assertThat(read).isEqualTo(truth.get("records_read").asDouble());
    assertThat(m.sum(Metric.RECORDS)).isEqualTo(read);
    assertThat(m.sum(Metric.READ_BYTES)).isEqualTo(truth.get("bytes_raw").asDouble());
    assertThat(m.one(Metric.RECORDS, "ignored"))
        .isEqualTo(m.sum(Metric.RECORDS_IGNORED))
        .isPositive();
    for (String outcome : List.of("witness", "duplicate", "addendum", "rejected")) {
      String name =
          Map.of("witness", "witnesses", "duplicate", "duplicates", "addendum", "addenda")
              .getOrDefault(outcome, outcome);
      assertThat(m.one(Metric.RECORDS, outcome))
          .as(outcome)
          .isEqualTo(truth.get(name).asDouble())
          .isPositive();
    }
    assertThat(m.one(Metric.RECORDS, "late")).isZero();
    assertThat(m.sum(Metric.RECORDS_AGAIN)).isZero();
    assertThat(m.sum(Metric.RECORDS_UNWRITTEN)).isZero();
    double taken =
        m.one(Metric.RECORDS, "witness")
            + m.one(Metric.RECORDS, "duplicate")
            + m.one(Metric.RECORDS, "addendum");
    assertThat(m.part(Metric.DELIVERY_DELAY, "_count")).isEqualTo(taken);
    assertThat(m.part(Metric.DECISION_DELAY, "_count")).isEqualTo(taken);
    assertThat(m.sum(Metric.JOB_STATE)).isEqualTo(1);
    assertThat(m.one(Metric.JOB_STATE, "running")).isEqualTo(1);
    assertThat(m.sum(Metric.JOB_RESTARTS)).isZero();
    assertThat(m.one(Metric.CHECKPOINTS, "completed")).isPositive();
    for (Metric metric :
        List.of(
            Metric.SOURCE_NEWEST_ARRIVAL,
            Metric.SOURCE_LAST_READ,
            Metric.SOURCE_COMPLETE_TO_LAG,
            Metric.CHECKPOINT_SIZE,
            Metric.STATE_SIZE,
            Metric.LAKE_VERSION,
            Metric.LAKE_FILES,
            Metric.LAKE_AS_OF,
            Metric.DISK_FREE)) {
      assertThat(m.sum(metric)).as(metric.id()).isPositive();
    }
    assertThat(m.names())
        .containsAll(Arrays.stream(Metric.values()).filter(JobTest::isOfTheJob).toList());
  }

  /**
   * The others are the pages' and the sign of life's, which run beside the job, and those of each
   * sink, of which there is none here.
   */
  private static boolean isOfTheJob(Metric metric) {
    return !metric.id().contains("http")
        && !metric.id().contains("heartbeat")
        && !metric.id().contains("alerts_");
  }

  private void awaitContent(Path lake) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> Lakes.assertSame(Lakes.content(lake), replayed));
  }

  private static String sha(Path lake, Path file) throws IOException {
    return Lakes.content(lake).get("objects").keySet().stream()
        .filter(key -> key.startsWith("uri=" + file.toUri() + " "))
        .map(key -> key.substring(key.indexOf("sha256=") + 7))
        .findFirst()
        .orElse("none");
  }
}
