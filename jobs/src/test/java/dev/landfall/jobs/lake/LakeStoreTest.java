package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.lake.Manifest.Retired;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeStoreTest {
  private static final Instant NOW = LakeSamples.NOON;

  @TempDir Path lake;

  @Test
  void a_lake_without_manifests_is_empty() throws Exception {
    assertThat(new LakeStore(lake).latest()).isEqualTo(Manifest.empty());
  }

  @Test
  void a_manifest_comes_back_as_published_in_snake_case() throws Exception {
    LakeStore store = new LakeStore(lake);
    Manifest manifest =
        new Manifest(
            1,
            3,
            7,
            2,
            "up",
            1_793_534_400_000L,
            Map.of(
                "calls",
                List.of(new DataFile("calls/dt=2026-11-01/a.parquet", "2026-11-01", 5, 99, true))),
            List.of(new Retired("calls/dt=2026-11-01/b.parquet", 12)));

    assertThat(store.publish(manifest)).isTrue();

    assertThat(store.latest()).isEqualTo(manifest);
    assertThat(store.read(1)).contains(manifest);
    assertThat(store.read(2)).isEmpty();
    assertThat(Files.readString(lake.resolve("_manifests/v000000000001.json")))
        .contains("\"as_of\":1793534400000", "\"delete_after\":12", "\"tables\":{\"calls\":[");
  }

  @Test
  void the_highest_version_is_the_lake_and_names_of_other_shapes_do_not_count() throws Exception {
    LakeStore store = new LakeStore(lake);
    for (long version : new long[] {1, 2, 10}) {
      store.publish(manifest(version));
    }
    Files.writeString(lake.resolve("_manifests/.v000000000099.json.0a1b2c3d.writing"), "{\"ver");
    Files.writeString(lake.resolve("_manifests/v000000000099.json.tmp"), "{\"ver");

    assertThat(store.latest().version()).isEqualTo(10);
    assertThat(store.versions()).containsExactly(1L, 2L, 10L);
  }

  @Test
  void a_damaged_manifest_is_an_error_and_never_an_empty_lake() throws Exception {
    LakeStore store = new LakeStore(lake);
    store.publish(manifest(1));
    Files.writeString(lake.resolve("_manifests/v000000000002.json"), "{\"version\":2,");

    assertThatThrownBy(store::latest)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("v000000000002.json")
        .hasMessageContaining(lake.toString());
  }

  @Test
  void a_taken_version_is_refused_and_keeps_its_content() throws Exception {
    LakeStore store = new LakeStore(lake);
    assertThat(store.publish(manifest(1))).isTrue();
    Manifest other = new NextManifest(Manifest.empty(), "other").build(NOW, Duration.ZERO);

    assertThat(store.publish(other)).isFalse();

    assertThat(store.latest().writer()).isEqualTo("test");
    assertThat(Files.list(lake.resolve("_manifests"))).hasSize(1);
  }

  @Test
  void of_two_writers_of_a_version_one_wins_and_swaps_lose_nothing() throws Exception {
    LakeStore store = new LakeStore(lake);
    int rounds = 60;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> won = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        String name = "w" + writer;
        Callable<Integer> racing =
            () -> {
              start.await();
              for (int n = 0; n < rounds; n++) {
                DataFileAdded file = file(name + "-" + n);
                store.swap(
                    base ->
                        new NextManifest(base, name)
                            .add(List.of(file))
                            .build(NOW, Duration.ofDays(1)));
              }
              return rounds;
            };
        won.add(threads.submit(racing));
      }
      start.countDown();
      for (Future<Integer> each : won) {
        assertThat(each.get()).isEqualTo(rounds);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(store.latest().version()).isEqualTo(2L * rounds);
    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(2 * rounds);
    assertThat(store.versions()).hasSize(2 * rounds);
  }

  @Test
  void where_links_are_missing_a_lock_file_lets_one_rename_through() throws Exception {
    Path target = lake.resolve("v1.json");
    Path first = Files.writeString(lake.resolve("a.tmp"), "first");
    Path second = Files.writeString(lake.resolve("b.tmp"), "second");

    assertThat(LocalLakeFiles.renameUnlessTaken(first, target)).isTrue();
    assertThat(LocalLakeFiles.renameUnlessTaken(second, target)).isFalse();

    assertThat(Files.readString(target)).isEqualTo("first");
  }

  @Test
  void a_dropped_file_is_retired_and_one_that_returns_is_not() {
    Manifest base =
        new NextManifest(Manifest.empty(), "t")
            .add(List.of(file("a"), file("b")))
            .build(NOW, Duration.ofDays(7));
    Manifest dropped =
        new NextManifest(base, "t")
            .remove(java.util.Set.of(path("a")))
            .build(NOW, Duration.ofDays(7));
    assertThat(dropped.retired())
        .containsExactly(new Retired(path("a"), NOW.plus(Duration.ofDays(7)).toEpochMilli()));

    Manifest back =
        new NextManifest(dropped, "t").add(List.of(file("a"))).build(NOW, Duration.ofDays(7));
    assertThat(back.retired()).isEmpty();
    assertThat(back.files(LakeTable.CALLS)).hasSize(2);
  }

  @Test
  void old_manifests_go_but_the_newest_fifty_and_the_last_hour_stay() throws Exception {
    LakeStore store = new LakeStore(lake);
    for (int version = 1; version <= 70; version++) {
      store.publish(manifest(version));
      Instant written = version <= 15 ? NOW.minus(Duration.ofHours(2)) : NOW;
      Files.setLastModifiedTime(
          lake.resolve("_manifests/" + Manifest.fileName(version)), FileTime.from(written));
    }

    assertThat(store.prune(NOW)).isEqualTo(15);

    assertThat(store.versions()).hasSize(55).startsWith(16L).endsWith(70L);
  }

  @Test
  void cleaning_removes_what_is_past_its_time_and_nothing_a_reader_or_a_restore_needs()
      throws Exception {
    LakeStore store = new LakeStore(lake);
    Instant old = NOW.minus(Duration.ofDays(30));
    data("named", old);
    data("retired-due", NOW);
    data("retired-later", old);
    data("orphan-old", old);
    data("orphan-new", NOW);
    Path killed = lake.resolve("calls/dt=2026-11-01/.x.parquet.0a1b2c3d.writing");
    Files.writeString(killed, "half");
    Files.setLastModifiedTime(killed, FileTime.from(old));
    store.publish(
        new Manifest(
            1,
            1,
            0,
            0,
            "test",
            null,
            Map.of("calls", List.of(file("named").file())),
            List.of(
                new Retired(path("retired-due"), NOW.toEpochMilli()),
                new Retired(path("retired-later"), NOW.toEpochMilli() + 1))));

    LakeStore.Cleaned cleaned;
    LakeLock lock = LakeLock.own(lake, "test");
    try (lock) {
      cleaned = store.clean(lock, NOW, Duration.ofDays(7));
    }

    assertThat(cleaned).isEqualTo(new LakeStore.Cleaned(1, 2, 0));
    assertThat(Files.list(lake.resolve("calls/dt=2026-11-01")).map(p -> p.getFileName().toString()))
        .containsExactlyInAnyOrder("named.parquet", "retired-later.parquet", "orphan-new.parquet");
    assertThatThrownBy(() -> store.clean(lock, NOW, Duration.ofDays(7)))
        .hasMessageContaining("no longer held");
  }

  private void data(String name, Instant modified) throws IOException {
    Path file = lake.resolve(path(name));
    Files.createDirectories(file.getParent());
    Files.write(file, name.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static DataFileAdded file(String name) {
    return new DataFileAdded(LakeTable.CALLS, new DataFile(path(name), "2026-11-01", 1, 1, false));
  }

  private static String path(String name) {
    return "calls/dt=2026-11-01/" + name + ".parquet";
  }

  private static Manifest manifest(long version) {
    return new Manifest(version, 1, 0, 0, "test", null, Map.of(), List.of());
  }
}
