package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live snapshot below a lake, read again when its file was replaced.
 *
 * <p>Missing: no file means that no job has written yet; a file that cannot be read counts as none,
 * with the reason, and is tried again at the next look. Threads: safe for all.
 */
final class LiveFolder {
  /** A snapshot older than this is stale, and the page says so. */
  static final Duration FRESH = Duration.ofSeconds(10);

  // The snapshot is a summary; one this large is not ours.
  private static final long MAX_BYTES = 32L << 20;

  private final Path file;
  private final Clock clock;
  private @Nullable Object stamp;
  private Live last;

  /**
   * What was found at one look.
   *
   * @param snapshot null: none can be read
   * @param problem why there is none; null when there is one
   * @param ageMillis since it was written, by our clock; 0 without a snapshot
   */
  record Live(@Nullable LiveSnapshot snapshot, @Nullable String problem, long ageMillis) {
    boolean stale() {
      return snapshot == null || ageMillis > FRESH.toMillis();
    }
  }

  LiveFolder(Path lake, Clock clock) {
    this.file = lake.resolve("_live").resolve("snapshot.json");
    this.clock = clock;
    this.last = none("no job has written to this lake yet");
  }

  synchronized Live look() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Object seen = new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()));
      if (!seen.equals(stamp)) {
        last = read(now.size());
        stamp = seen;
      }
    } catch (NoSuchFileException e) {
      stamp = null;
      last = none("no job has written to this lake yet");
    } catch (IOException e) {
      stamp = null;
      last = none("the live snapshot cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    LiveSnapshot snapshot = last.snapshot();
    return snapshot == null
        ? last
        : new Live(snapshot, null, Math.max(0, clock.millis() - snapshot.writtenAt()));
  }

  private Live read(long size) throws IOException {
    if (size > MAX_BYTES) {
      return none("the live snapshot is larger than 32 MiB");
    }
    return new Live(Json.mapper().readValue(file.toFile(), LiveSnapshot.class), null, 0);
  }

  private static Live none(String problem) {
    return new Live(null, problem, 0);
  }

  private record Stamp(FileTime modified, long size, Optional<Object> key) {}
}
