package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.servers.EventHistoryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job over CloudTrail's event history, from a server that holds to AWS's limits, against
 * the same events from a folder.
 */
class LookupIT {
  private static final List<LakeTable> SAME =
      List.of(
          LakeTable.CALLS,
          LakeTable.FINDINGS,
          LakeTable.QUOTA_MINUTES,
          LakeTable.REJECTS,
          LakeTable.LATE,
          LakeTable.SURFACES,
          LakeTable.CHANGES);

  @TempDir static Path shared;
  @TempDir Path home;

  private static LookupScene scene;
  private static EventHistoryServer server;
  private static SortedMap<String, SortedMap<String, String>> byDirectory;

  @BeforeAll
  static void readTheFolder() throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    scene = LookupScene.generated(shared.resolve("scene"), 2_000);
    server = scene.server();
    Path lake = shared.resolve("by-directory");
    Replay.run(scene.into(lake, scene.objects()), Progress.NONE);
    byDirectory = content(lake);
    assertThat(byDirectory.get("calls")).hasSizeGreaterThan(1_000);
    assertThat(byDirectory.get("changes")).isNotEmpty();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void two_thousand_events_looked_up_equal_the_same_events_from_a_folder() throws Exception {
    Path lake = home.resolve("lake");

    ReplayOutcome outcome =
        Replay.run(scene.into(lake, LookupScene.history(server)), Progress.NONE);

    assertThat(outcome.records()).isEqualTo(2_000);
    assertThat(content(lake)).isEqualTo(byDirectory);
    assertTies(lake);
    assertThat(Lakes.content(lake).get("objects").values())
        .allSatisfy(row -> assertThat(row).contains("kind=cloudtrail-lookup"));
  }

  @Test
  void a_service_killed_in_the_middle_loses_and_doubles_nothing_beside_a_folder_of_the_same()
      throws Exception {
    Path lake = home.resolve("lake");
    LookupScene few = LookupScene.generated(home.resolve("scene"), 700);
    Path folder = home.resolve("by-directory");
    Replay.run(few.into(folder, few.objects()), Progress.NONE);
    var expected = withoutCopies(content(folder));
    try (EventHistoryServer own = few.server()) {
      Settings settings = few.into(lake, LookupScene.history(own), few.objects());
      EmbeddedService first = EmbeddedService.start(settings);
      await().atMost(Duration.ofSeconds(60)).until(() -> read(lake) > 800);
      assertThat(read(lake)).isLessThan(1_400);
      first.kill();
      goOnUntil(settings, lake, expected);
    }
    assertTies(lake);
    assertThat(Lakes.sum(lake, LakeTable.CALLS, "copies"))
        .isEqualTo(2 * Lakes.sum(folder, LakeTable.CALLS, "copies"));
  }

  private static void goOnUntil(
      Settings settings, Path lake, SortedMap<String, SortedMap<String, String>> expected)
      throws Exception {
    try (EmbeddedService second = EmbeddedService.start(settings)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                assertThat(read(lake)).isEqualTo(1_400);
                assertThat(withoutCopies(content(lake))).isEqualTo(expected);
              });
      assertThat(second.status().failures()).isZero();
    }
  }

  private static long read(Path lake) throws IOException {
    return Lakes.sum(lake, LakeTable.OBJECTS, "records");
  }

  /** Every record of a span is in its row, and every witness of a row is a copy of a call. */
  private static void assertTies(Path lake) throws IOException {
    long witnesses =
        Lakes.sum(lake, LakeTable.OBJECTS, "witness_records")
            + Lakes.sum(lake, LakeTable.OBJECTS, "addendum_records");
    assertThat(Lakes.sum(lake, LakeTable.CALLS, "copies")).isEqualTo(witnesses);
    assertThat(read(lake))
        .isEqualTo(
            witnesses
                + Lakes.sum(lake, LakeTable.OBJECTS, "change_records")
                + Lakes.sum(lake, LakeTable.OBJECTS, "ignored_records")
                + Lakes.sum(lake, LakeTable.OBJECTS, "rejected_records"));
  }

  private static SortedMap<String, SortedMap<String, String>> content(Path lake)
      throws IOException {
    SortedMap<String, SortedMap<String, String>> content = Lakes.content(lake);
    content.keySet().retainAll(SAME.stream().map(LakeTable::id).toList());
    return content;
  }

  /** How often a record was met differs by design where two sources hold it. */
  private static SortedMap<String, SortedMap<String, String>> withoutCopies(
      SortedMap<String, SortedMap<String, String>> content) {
    SortedMap<String, SortedMap<String, String>> without = new TreeMap<>(content);
    SortedMap<String, String> calls = new TreeMap<>();
    content
        .get("calls")
        .forEach((key, row) -> calls.put(key, row.replaceAll("[a-z_]*copies=[0-9]+ ", "")));
    without.put("calls", calls);
    return without;
  }
}
