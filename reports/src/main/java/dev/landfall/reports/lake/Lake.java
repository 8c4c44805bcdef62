package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.reports.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lake folder as one published manifest shows it.
 *
 * <p>Shape: immutable; every report of one instance sees the same version, whatever is published
 * meanwhile. Threads: share an instance, open a {@link LakeSession} per thread. Errors: {@link
 * LakeUnavailable} when there is no version to read or a file of it is gone (deleted after its
 * retention: {@link #refresh()} and ask again).
 */
public final class Lake implements AutoCloseable {
  private final Path folder;
  private final Manifest manifest;
  private final LakeEngine engine;
  private final boolean includingProbes;
  private final Map<Class<?>, Object> found = new ConcurrentHashMap<>();
  private @Nullable Map<String, List<String>> wholeFiles;
  private @Nullable CountedObjects countedObjects;
  private @Nullable CountedMonths countedMonths;
  private @Nullable CountedQuota countedQuota;
  private boolean closed;

  private Lake(Path folder, Manifest manifest, LakeEngine engine, boolean includingProbes) {
    this.folder = folder;
    this.manifest = manifest;
    this.engine = engine;
    this.includingProbes = includingProbes;
  }

  /** Opens the newest published version. */
  public static Lake open(Path lake, LakeOptions options) {
    Path folder;
    try {
      folder = lake.toRealPath();
    } catch (IOException e) {
      throw new LakeUnavailable(lake, "there is no lake at " + lake, e);
    }
    Manifest manifest = ManifestReader.newest(folder);
    return new Lake(folder, manifest, LakeEngine.start(folder, options), false);
  }

  /**
   * The newest version: this instance when nothing was published since, else another that shares
   * its engine. Each instance is closed by itself.
   */
  public Lake refresh() {
    if (ManifestReader.newestVersion(folder) <= manifest.version()) {
      return this;
    }
    return new Lake(folder, ManifestReader.newest(folder), engine.hold(), includingProbes);
  }

  /**
   * The same version, in which the view {@code user_calls} holds the probe's own calls too. It
   * shares the engine and is closed by itself.
   */
  public Lake withProbes() {
    return new Lake(folder, manifest, engine.hold(), true);
  }

  /** Whether figures of users' calls include those that the probe made. */
  public boolean includesProbes() {
    return includingProbes;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** The folder, as a real path. */
  public Path folder() {
    return folder;
  }

  /** Up to when the lake is settled; null: nothing has settled. */
  public @Nullable Instant asOf() {
    Long millis = manifest.asOf();
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** A connection that sees the files of a window; close it, and keep it to one thread. */
  public LakeSession session(Window window) {
    return LakeSession.open(this, engine, window);
  }

  /** Files of the tables that every window opens whole, by the variable that names them. */
  synchronized Map<String, List<String>> wholeFiles() {
    Map<String, List<String>> found = wholeFiles;
    if (found == null) {
      found = SessionFiles.ofVersion(folder, manifest, engine);
      wholeFiles = found;
    }
    return found;
  }

  /** Found once for this version. */
  synchronized CountedObjects countedObjects() throws SQLException {
    CountedObjects found = countedObjects;
    if (found == null) {
      found = CountedObjects.of(folder, manifest, engine);
      countedObjects = found;
    }
    return found;
  }

  /** Found once for this version. */
  synchronized CountedMonths countedMonths() throws SQLException {
    CountedMonths found = countedMonths;
    if (found == null) {
      found = CountedMonths.of(folder, manifest, engine);
      countedMonths = found;
    }
    return found;
  }

  /** Found once for this version. */
  synchronized CountedQuota countedQuota() throws SQLException {
    CountedQuota found = countedQuota;
    if (found == null) {
      found = CountedQuota.of(folder, manifest, engine);
      countedQuota = found;
    }
    return found;
  }

  /**
   * What is so of the whole of this version, whatever the window: asked once, for a version never
   * changes. Who asks meanwhile waits; of a question that fails nothing is kept.
   */
  public <T> T once(Class<T> answer, Supplier<T> question) {
    return answer.cast(found.computeIfAbsent(answer, asked -> question.get()));
  }

  /** How many data files a report over these tables and this window stands on. */
  public int fileCount(Window window, Set<LakeTable> tables) {
    int files = 0;
    for (LakeTable table : tables) {
      files += LakeFiles.of(folder, manifest, table, window).count();
    }
    return files;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      engine.release();
    }
  }
}
