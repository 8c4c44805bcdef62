package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeLock.LakeOwned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a lake's place, its ownership and its mirror, against an S3 server. */
class LakeInABucketIT extends LakeFilesContract {
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final AtomicInteger PLACES = new AtomicInteger();

  @TempDir static Path folder;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static LakePlace.Bucket place() {
    return server.place("lakes/" + PLACES.incrementAndGet());
  }

  @Override
  LakeFiles files() {
    return LakeFiles.at(place());
  }

  /**
   * S3 tests the condition and writes in one step; this server does it in two, so that of writers
   * at the same moment two can succeed.
   */
  @Override
  int writersAtOnce() {
    return 1;
  }

  @Test
  void a_second_owner_is_refused_while_the_first_renews() throws Exception {
    LakePlace.Bucket lake = place();
    try (LakeLock first = LeaseLock.take(lake, "_lock", "up", "", TERM)) {
      assertThatThrownBy(() -> LeaseLock.take(lake, "_lock", "replay", "", TERM))
          .isInstanceOf(LakeOwned.class)
          .hasMessageContaining("owned by up (process")
          .hasMessageContaining(lake.text());
      first.requireHeld();
      LeaseLock.take(lake, "_compact.lock", "lake compact", "", TERM).close();
    }
    LeaseLock.take(lake, "_lock", "replay", "", TERM).close();
  }

  @Test
  void a_lease_that_nobody_renews_is_taken_over_and_its_owner_learns_of_it() throws Exception {
    LakePlace.Bucket lake = place();
    LeaseLock dead = LeaseLock.take(lake, "_lock", "up", "", TERM);
    dead.leave();
    try (LakeLock next = LeaseLock.take(lake, "_lock", "up", "", TERM)) {
      next.requireHeld();
      assertThatThrownBy(dead::requireHeld).hasMessageContaining("no longer held");
    }
  }

  @Test
  void the_next_attempt_of_the_same_job_need_not_wait() throws Exception {
    LakePlace.Bucket lake = place();
    Duration hours = Duration.ofHours(2);
    LeaseLock before = LeaseLock.take(lake, "_lock", "job", "j1", hours);
    try (LakeLock after = LeaseLock.take(lake, "_lock", "job", "j1", hours)) {
      after.requireHeld();
    }
    before.close(); // gives nothing back: it is not its own any more
    assertThat(text(lake, "_lock")).startsWith("free\t2\t");
  }

  @Test
  void a_renewal_whose_answer_was_lost_is_recognised() throws Exception {
    LakePlace.Bucket lake = place();
    try (LakeLock owner = LeaseLock.take(lake, "_lock", "up", "", TERM)) {
      Lease lost = Lease.of(LakeFiles.at(lake).read("_lock"));
      Lease next = new Lease(true, lost.epoch(), 1_000, "", lost.token(), lost.owner());
      LakeFiles.at(lake).replace("_lock", next.bytes());
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(Lease.of(LakeFiles.at(lake).read("_lock")).beat())
                      .isGreaterThan(1_000));
      owner.requireHeld();
    }
    assertThat(text(lake, "_lock")).startsWith("free\t1\t");
  }

  @Test
  void an_owner_whose_lease_was_taken_stops_renewing() throws Exception {
    LakePlace.Bucket lake = place();
    try (LeaseLock first = LeaseLock.take(lake, "_lock", "job", "j1", TERM);
        LeaseLock second = LeaseLock.take(lake, "_lock", "job", "j1", Duration.ofHours(1))) {
      second.requireHeld();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThatThrownBy(first::requireHeld).hasMessageContaining("no longer held"));
    }
  }

  @Test
  void a_job_of_an_older_epoch_cannot_publish() throws Exception {
    LakePlace.Bucket lake = place();
    Publisher old = new Publisher(new LakeStore(lake), LakeSamples.CLOCK);
    old.begin("up");
    Publisher newer = new Publisher(new LakeStore(lake), LakeSamples.CLOCK);
    newer.begin("up");
    assertThatThrownBy(() -> old.publish(List.of(), null, 1, "up"))
        .hasMessageContaining("another job took it over");
    assertThat(newer.current().epoch()).isEqualTo(2);
  }

  @Test
  void the_mirror_follows_the_newest_version_and_forgets_what_none_names(@TempDir Path cache)
      throws Exception {
    LakePlace.Bucket lake = place();
    LakeStore store = new LakeStore(lake);
    LakeMirror mirror = new LakeMirror(lake, cache, LakeSamples.CLOCK);

    mirror.refresh();
    mirror.refreshLive();
    assertThat(cache.resolve("_manifests")).doesNotExist();

    List<String> first = written(store, "one");
    mirror.refresh();
    assertThat(mirrored(cache)).hasSize(1).allMatch(path -> first.contains(path));
    assertThat(new LakeStore(cache).latest()).isEqualTo(store.latest());

    store.swap(
        base ->
            new NextManifest(base, "compact")
                .clearAll()
                .build(LakeSamples.NOON, Duration.ofDays(7)));
    Path replaced = cache.resolve(first.get(0));
    mirror.refresh();
    Files.setLastModifiedTime(
        replaced, FileTime.from(LakeSamples.NOON.minus(LakeMirror.GRACE.multipliedBy(2))));
    List<String> second = written(store, "two");
    store.files().replace("_live/snapshot.json", "{}".getBytes(StandardCharsets.UTF_8));
    mirror.refresh();
    mirror.refreshLive();

    assertThat(mirrored(cache)).containsExactlyElementsOf(second);
    assertThat(new LakeStore(cache).versions()).containsExactly(store.latestVersion());
    assertThat(cache.resolve("_live/snapshot.json")).hasContent("{}");
  }

  @Test
  void an_emptied_lake_empties_the_mirror(@TempDir Path cache) throws Exception {
    LakePlace.Bucket lake = place();
    LakeStore store = new LakeStore(lake);
    LakeMirror mirror = new LakeMirror(lake, cache, LakeSamples.CLOCK);
    written(store, "one");
    mirror.refresh();
    for (LakeFiles.Entry entry : store.files().list("_manifests")) {
      store.files().delete(entry.path());
    }
    mirror.refresh();
    assertThat(new LakeStore(cache).latest()).isEqualTo(Manifest.empty());
  }

  @Test
  void days_past_retention_leave_a_bucket_and_no_job_brings_them_back() throws Exception {
    LakePlace.Bucket lake = place();
    LakeStore store = new LakeStore(lake);
    Instant old = LakeSamples.NOON;
    Instant young = old.plus(Duration.ofDays(9));
    Publisher job = new Publisher(store, LakeSamples.CLOCK);
    job.begin("up");
    job.publish(ofCalls(store, old, young), young.plus(Duration.ofDays(1)).toEpochMilli(), 1, "up");

    CompactionResult result =
        Compaction.run(
            lake,
            LakeSamples.judge(),
            LakeSamples.CLOCK,
            CompactionOptions.defaults().withKeep(Duration.ofDays(8)));

    assertThat(result.left().calls()).isEqualTo(1);
    assertThat(days(store.latest())).containsExactly("2026-11-10");
    job.publish(ofCalls(store, old), null, 2, "up");
    assertThat(days(store.latest())).containsExactly("2026-11-10");
    assertThat(LakeSamples.rows(store, LakeTable.REMOVALS))
        .extracting(row -> row.get("act"))
        .containsExactlyInAnyOrder("removed", "kept-out");
  }

  private static List<DataFileAdded> ofCalls(LakeStore store, Instant... times) throws IOException {
    try (LakeWriter writer = new LakeWriter(store.files(), WriterOptions.defaults())) {
      for (Instant at : times) {
        writer.append(
            LakeSamples.row(LakeSamples.call("r" + at, at, WitnessKind.API), RevisionLabel.FINAL));
      }
      return writer.seal().files();
    }
  }

  private static List<String> days(Manifest manifest) {
    return manifest.files(LakeTable.CALLS).stream().map(Manifest.DataFile::dt).toList();
  }

  /** One version more, with one file of one call; the paths it added. */
  private static List<String> written(LakeStore store, String request) throws IOException {
    try (LakeWriter writer = new LakeWriter(store.files(), WriterOptions.defaults())) {
      writer.append(
          LakeSamples.row(
              LakeSamples.call(
                  request, LakeSamples.NOON, dev.landfall.core.model.WitnessKind.values()[0]),
              RevisionLabel.FINAL));
      List<DataFileAdded> added = writer.seal().files();
      store.swap(
          base ->
              new NextManifest(base, "up").add(added).build(LakeSamples.NOON, Duration.ofDays(7)));
      return added.stream().map(each -> each.file().path()).toList();
    }
  }

  private static List<String> mirrored(Path cache) throws IOException {
    return LakeFiles.in(cache).list("calls").stream().map(LakeFiles.Entry::path).toList();
  }

  private static String text(LakePlace lake, String path) throws IOException {
    return new String(LakeFiles.at(lake).read(path), StandardCharsets.UTF_8);
  }
}
