package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of a lake; the lake is a folder here, a bucket in LakeInABucketIT. */
class LakeMirrorTest {
  private static final Instant START = LakeSamples.NOON;

  @TempDir Path lake;
  @TempDir Path cache;
  private LakeStore store;

  @BeforeEach
  void open() {
    store = new LakeStore(lake);
  }

  @Test
  void a_file_stays_for_its_grace_after_it_was_dropped_however_old_it_is() throws Exception {
    String dropped = added("a");
    refreshAt(START);
    Path here = cache.resolve(dropped);
    Files.setLastModifiedTime(here, FileTime.from(START));
    Instant drop = START.plus(Duration.ofHours(5));
    emptied();

    refreshAt(drop);
    assertThat(here).exists();
    added("b");
    refreshAt(drop.plus(LakeMirror.GRACE));
    assertThat(here).exists();
    String last = added("c");
    refreshAt(drop.plus(LakeMirror.GRACE).plusMillis(1));

    assertThat(here).doesNotExist();
    assertThat(cache.resolve(last)).exists();
  }

  @Test
  void a_file_that_is_not_whole_is_fetched_again() throws Exception {
    String path = added("a");
    refreshAt(START);
    byte[] whole = Files.readAllBytes(cache.resolve(path));
    Files.write(cache.resolve(path), new byte[] {1, 2, 3});

    refreshAt(START);

    assertThat(cache.resolve(path)).hasBinaryContent(whole);
  }

  @Test
  void another_manifest_of_the_same_version_is_taken() throws Exception {
    added("a");
    refreshAt(START);
    for (LakeFiles.Entry entry : store.files().list(LakeStore.MANIFESTS)) {
      store.files().delete(entry.path());
    }
    String other = added("b");

    refreshAt(START);

    assertThat(store.latestVersion()).isEqualTo(1);
    assertThat(new LakeStore(cache).latest()).isEqualTo(store.latest());
    assertThat(cache.resolve(other)).exists();
  }

  private void refreshAt(Instant now) throws IOException {
    new LakeMirror(LakePlace.in(lake), cache, Clock.fixed(now, ZoneOffset.UTC)).refresh();
  }

  /** One version more, with one file more: its path. */
  private String added(String name) throws IOException {
    try (LakeWriter writer = new LakeWriter(store.files(), WriterOptions.defaults())) {
      writer.append(LakeSamples.full(LakeTable.PROBES, name.charAt(0)));
      List<DataFileAdded> files = writer.seal().files();
      store.swap(base -> new NextManifest(base, "up").add(files).build(START, Duration.ofDays(7)));
      return files.get(0).file().path();
    }
  }

  private void emptied() throws IOException {
    store.swap(
        base -> new NextManifest(base, "compact").clearAll().build(START, Duration.ofDays(7)));
  }
}
