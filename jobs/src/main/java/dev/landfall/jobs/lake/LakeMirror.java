package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A copy of a lake's newest version in a local folder, for readers that read files only.
 *
 * <p>Shape: the same relative paths. Data files never change, so each is fetched once; the manifest
 * is put in place after the last file it names, so a reader of the folder sees whole versions.
 * Bound: what the newest manifest names, and for {@link #GRACE} more what it names no longer.
 * Errors: {@link IOException}, and the copy is as it was before. Threads: safe; processes that
 * share a folder take turns.
 */
public final class LakeMirror {
  /** A question that began on the version before may take this long. */
  static final Duration GRACE = Duration.ofMinutes(10);

  private static final int AT_ONCE = 6;
  private static final int TRIES = 3;
  private static final int BUFFER = 1 << 20;
  private static final long SPARE_BYTES = 256L << 20;

  private final LakeStore store;
  private final String place;
  private final Path folder;
  private final LocalLakeFiles local;
  private final Clock clock;
  private boolean looked;

  private record Wanted(String path, long bytes) {}

  /** A mirror of the lake in the folder, which is made when it is not there. */
  public LakeMirror(LakePlace lake, Path folder, Clock clock) {
    this.store = new LakeStore(lake);
    this.place = lake.text();
    this.folder = folder.toAbsolutePath().normalize();
    this.local = new LocalLakeFiles(this.folder);
    this.clock = clock;
  }

  public Path folder() {
    return folder;
  }

  /** Brings the newest version here; nothing happens if it is here already. */
  public synchronized void refresh() throws IOException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(".mirror.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock turn = channel.lock()) {
      if (turn.isValid()) {
        bringNewest();
      }
    }
  }

  /**
   * Brings the live page here; removes it if the lake has none. Never waits for {@link #refresh}.
   */
  public void refreshLive() throws IOException {
    String live = "_live/snapshot.json";
    try {
      local.replace(live, store.files().read(live));
    } catch (NoSuchFileException none) {
      local.delete(live);
    }
  }

  private void bringNewest() throws IOException {
    for (int tries = 1; ; tries++) {
      Manifest newest = store.latest();
      String name = LakeStore.MANIFESTS + '/' + Manifest.fileName(newest.version());
      if (newest.version() == 0) {
        removeManifestsBut(name); // the lake was emptied: nothing may be shown of it
        return;
      }
      byte[] manifest = ManifestJson.write(newest);
      boolean same = isHere(name, manifest) && isHighest(newest.version());
      if (same && looked) {
        return;
      }
      try {
        fetch(missing(newest));
      } catch (NoSuchFileException gone) {
        if (tries < TRIES) {
          continue; // cleaned since the manifest was read: there is a newer one
        }
        throw gone;
      }
      looked = true;
      if (same) {
        return;
      }
      Manifest before = new LakeStore(local, folder.toString()).latest();
      local.replace(name, manifest);
      removeManifestsBut(name);
      touchDropped(before, newest);
      removeUnnamed(newest);
      return;
    }
  }

  /** The lake may have been made anew since, and have reached the same version. */
  private boolean isHere(String name, byte[] manifest) throws IOException {
    return local.exists(name) && Arrays.equals(local.read(name), manifest);
  }

  private boolean isHighest(long version) throws IOException {
    String name = LakeStore.MANIFESTS + '/' + Manifest.fileName(version);
    return local.list(LakeStore.MANIFESTS).stream()
        .allMatch(entry -> entry.path().compareTo(name) <= 0);
  }

  private List<Wanted> missing(Manifest manifest) throws IOException {
    List<Wanted> missing = new ArrayList<>();
    long bytes = 0;
    for (List<DataFile> files : manifest.tables().values()) {
      for (DataFile file : files) {
        Path target = folder.resolve(file.path()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(
              "the manifest of %s names a file outside the lake".formatted(place));
        }
        // a short one: this machine went down before the disk had all of it
        if (!Files.exists(target) || Files.size(target) != file.bytes()) {
          missing.add(new Wanted(file.path(), file.bytes()));
          bytes += file.bytes();
        }
      }
    }
    FileStore disk = Files.getFileStore(folder);
    if (bytes + SPARE_BYTES > disk.getUsableSpace()) {
      throw new IOException(
          "%s: %d MiB of %s are needed here and %d MiB are free; make room, or name another folder"
              .formatted(folder, bytes >> 20, place, disk.getUsableSpace() >> 20));
    }
    return missing;
  }

  private void fetch(List<Wanted> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, wanted.size()));
    try {
      List<Future<?>> all = new ArrayList<>();
      for (Wanted file : wanted) {
        all.add(
            workers.submit(
                () -> {
                  fetch(file);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchFileException gone) {
        throw gone;
      }
      throw new IOException("cannot copy the lake " + place + " to " + folder, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while copying the lake " + place, e);
    } finally {
      workers.shutdownNow();
    }
  }

  private void fetch(Wanted file) throws IOException {
    Path target = folder.resolve(file.path());
    Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
    Path temporary = Files.createTempFile(target.getParent(), ".", ".fetching");
    try (SeekableByteChannel from = store.files().open(file.path());
        FileChannel to = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      long size = from.size();
      if (size != file.bytes()) {
        throw new IOException(
            "%s/%s has %d bytes, its manifest says %d"
                .formatted(place, file.path(), size, file.bytes()));
      }
      for (long at = 0; at < size; ) {
        at += to.transferFrom(from, at, Math.min(BUFFER, size - at));
      }
      to.force(true);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void removeManifestsBut(String kept) throws IOException {
    for (LakeFiles.Entry entry : local.list(LakeStore.MANIFESTS)) {
      if (!entry.path().equals(kept)) {
        local.delete(entry.path());
      }
    }
  }

  /** A question that still reads these began while they were named, not when they were fetched. */
  private void touchDropped(Manifest before, Manifest newest) throws IOException {
    Set<String> dropped = new HashSet<>(LakeStore.referenced(before));
    dropped.removeAll(LakeStore.referenced(newest));
    for (String path : dropped) {
      Path file = folder.resolve(path).normalize();
      if (file.startsWith(folder) && Files.exists(file)) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      }
    }
  }

  /** Whatever the newest manifest does not name, once it is old enough that nobody reads it. */
  private void removeUnnamed(Manifest newest) throws IOException {
    Set<String> named = new HashSet<>(LakeStore.referenced(newest));
    long before = clock.instant().minus(GRACE).toEpochMilli();
    for (LakeFiles.Entry entry : local.list("")) {
      boolean data = !entry.path().startsWith("_") && !entry.path().startsWith(".");
      if (data && !named.contains(entry.path()) && entry.modifiedAt() < before) {
        local.delete(entry.path());
      }
    }
  }
}
