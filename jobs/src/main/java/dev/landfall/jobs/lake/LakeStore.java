package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.lake.Manifest.Retired;
import dev.landfall.ingest.config.LakePlace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifests of one lake: which is the newest, what stood in an older one, and adding the next.
 *
 * <p>Shape: versions count from 1 without end; the highest on disk is the lake. Missing: a lake
 * without a manifest is {@link Manifest#empty()}. Errors: a manifest that cannot be read is an
 * {@link IOException}, never an empty lake. Threads: safe, also between processes.
 */
public final class LakeStore {
  static final String MANIFESTS = "_manifests";

  /** Manifests kept whatever their age, so that a reader never loses the one it holds. */
  static final int KEPT = 50;

  static final Duration KEPT_FOR = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile(MANIFESTS + "/v([0-9]{12,})\\.json");

  private final LakeFiles files;
  private final String name;

  public LakeStore(LakePlace lake) {
    this(LakeFiles.at(lake), lake.text());
  }

  public LakeStore(Path lake) {
    this(LakePlace.in(lake));
  }

  LakeStore(LakeFiles files, String name) {
    this.files = files;
    this.name = name;
  }

  public LakeFiles files() {
    return files;
  }

  /** The newest manifest; {@link Manifest#empty()} if there is none yet. */
  public Manifest latest() throws IOException {
    while (true) {
      List<Long> versions = versions();
      if (versions.isEmpty()) {
        return Manifest.empty();
      }
      Optional<Manifest> newest = read(versions.get(versions.size() - 1));
      if (newest.isPresent()) {
        return newest.get();
      }
      // pruned between listing and reading: by then a newer one exists
    }
  }

  /** The highest version on disk; 0 if there is none. */
  public long latestVersion() throws IOException {
    List<Long> versions = versions();
    return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
  }

  /** Epoch milliseconds when a version was published; empty if it never was or has been pruned. */
  public OptionalLong publishedAt(long version) throws IOException {
    String path = MANIFESTS + '/' + Manifest.fileName(version);
    return files.list(MANIFESTS).stream()
        .filter(entry -> entry.path().equals(path))
        .mapToLong(LakeFiles.Entry::modifiedAt)
        .findFirst();
  }

  /** One version; empty if it never was or has been pruned. */
  public Optional<Manifest> read(long version) throws IOException {
    String path = MANIFESTS + '/' + Manifest.fileName(version);
    try {
      return Optional.of(ManifestJson.read(files.read(path)));
    } catch (NoSuchFileException | FileNotFoundException gone) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException("cannot read the manifest %s of the lake %s".formatted(path, name), e);
    }
  }

  /**
   * Versions on disk, ascending. Names of other shapes, such as half-written files, do not count.
   */
  public List<Long> versions() throws IOException {
    List<Long> versions = new ArrayList<>();
    for (LakeFiles.Entry entry : files.list(MANIFESTS)) {
      Matcher matcher = NAME.matcher(entry.path());
      if (matcher.matches()) {
        versions.add(Long.parseLong(matcher.group(1)));
      }
    }
    versions.sort(Comparator.naturalOrder());
    return versions;
  }

  /** Publishes a manifest; false if its version is taken: then read the newest and try again. */
  public boolean publish(Manifest manifest) throws IOException {
    return files.createExclusive(
        MANIFESTS + '/' + Manifest.fileName(manifest.version()), ManifestJson.write(manifest));
  }

  /** Makes the next manifest from the newest one. */
  public interface Change {
    /** A manifest with the base's version + 1, or null to leave the lake as it is. */
    @org.jspecify.annotations.Nullable
    Manifest on(Manifest base) throws IOException;
  }

  /**
   * Applies a change to the newest manifest, again on each newer one until it is published; empty
   * if the change left the lake as it is.
   */
  public Optional<Manifest> swap(Change change) throws IOException {
    while (true) {
      Manifest base = latest();
      Manifest next = change.on(base);
      if (next == null) {
        return Optional.empty();
      }
      if (next.version() != base.version() + 1) {
        throw new IllegalStateException(
            "manifest %d cannot follow manifest %d".formatted(next.version(), base.version()));
      }
      if (publish(next)) {
        return Optional.of(next);
      }
    }
  }

  /** Deletes old manifests, keeping the newest 50 and all of the last hour. */
  public int prune(Instant now) throws IOException {
    List<LakeFiles.Entry> manifests = new ArrayList<>();
    for (LakeFiles.Entry entry : files.list(MANIFESTS)) {
      if (NAME.matcher(entry.path()).matches()) {
        manifests.add(entry);
      }
    }
    manifests.sort(Comparator.comparing(LakeFiles.Entry::path));
    long before = now.minus(KEPT_FOR).toEpochMilli();
    int deleted = 0;
    for (LakeFiles.Entry entry : manifests.subList(0, Math.max(0, manifests.size() - KEPT))) {
      if (entry.modifiedAt() < before) {
        files.delete(entry.path());
        deleted++;
      }
    }
    return deleted;
  }

  /** How many files a cleaning removed. */
  public record Cleaned(int retired, int unreferenced, int manifests) {}

  /**
   * Deletes retired files past their time, and files that no manifest names and that are older than
   * {@code unreferencedAge}: left by writers that were killed. A running job's sealed but
   * unpublished files are unreferenced too, so the age must exceed the oldest checkpoint one would
   * restore.
   *
   * @param owner the caller's ownership of this lake
   */
  public Cleaned clean(LakeLock owner, Instant now, Duration unreferencedAge) throws IOException {
    owner.requireHeld();
    Manifest newest = latest();
    int retired = 0;
    Set<String> referenced = referenced(newest);
    for (Retired file : newest.retired()) {
      if (file.deleteAfter() <= now.toEpochMilli() && files.exists(file.path())) {
        files.delete(file.path());
        retired++;
      }
    }
    newest.retired().forEach(file -> referenced.add(file.path()));
    int unreferenced = 0;
    long before = now.minus(unreferencedAge).toEpochMilli();
    for (String folder : folders()) {
      for (LakeFiles.Entry entry : files.list(folder)) {
        boolean ours = folder.equals(MANIFESTS) ? !isManifest(entry) : true;
        if (ours && !referenced.contains(entry.path()) && entry.modifiedAt() < before) {
          files.delete(entry.path());
          unreferenced++;
        }
      }
    }
    return new Cleaned(retired, unreferenced, prune(now));
  }

  private static boolean isManifest(LakeFiles.Entry entry) {
    return !LocalLakeFiles.isTemporary(entry.path());
  }

  private static List<String> folders() {
    List<String> folders = new ArrayList<>(List.of(MANIFESTS, SpillSort.FOLDER));
    for (LakeTable table : LakeTable.values()) {
      folders.add(table.id());
    }
    return folders;
  }

  static Set<String> referenced(Manifest manifest) {
    Set<String> paths = new HashSet<>();
    for (List<DataFile> files : manifest.tables().values()) {
      files.forEach(file -> paths.add(file.path()));
    }
    return paths;
  }
}
