package dev.landfall.reports.live;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.reports.lake.LakeJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the early view that a running job keeps at {@code _live/snapshot.json}.
 *
 * <p>Never fails: a page that cannot read it says so. The file is replaced by rename, so it is read
 * whole or not at all. Threads: any.
 */
public final class LiveSnapshots {
  /** Older than this it is stale: the job is dead or stuck. */
  public static final Duration STALE_AFTER = Duration.ofSeconds(10);

  private final Path file;
  private final Clock clock;

  public LiveSnapshots(Path lake, Clock clock) {
    this.file = lake.resolve("_live").resolve("snapshot.json");
    this.clock = clock;
  }

  /** Whether the view may be shown as it is. */
  public enum State {
    FRESH,
    /** There is one, but it is older than {@link #STALE_AFTER}. */
    STALE,
    /** No job has written one. */
    MISSING,
    /** There is a file that is not a snapshot, or that we may not read. */
    UNREADABLE
  }

  /**
   * What could be read.
   *
   * @param snapshot null when missing or unreadable
   * @param ageMillis since it was written, never negative; null without a snapshot
   * @param problem why it is not fresh, in words; null when it is
   */
  public record Live(
      State state,
      @Nullable LiveSnapshot snapshot,
      @Nullable Long ageMillis,
      @Nullable String problem) {}

  public Live read() {
    LiveSnapshot snapshot;
    try {
      snapshot = LakeJson.mapper().readValue(Files.readAllBytes(file), LiveSnapshot.class);
    } catch (NoSuchFileException none) {
      return new Live(State.MISSING, null, null, "no job has written a live view yet");
    } catch (IOException e) {
      return new Live(State.UNREADABLE, null, null, "cannot read " + file + ": " + e.getMessage());
    }
    if (snapshot == null) {
      return new Live(State.UNREADABLE, null, null, file + " holds no snapshot");
    }
    long age = Math.max(0, clock.millis() - snapshot.writtenAt());
    if (age > STALE_AFTER.toMillis()) {
      return new Live(State.STALE, snapshot, age, "the job last wrote " + age / 1000 + " s ago");
    }
    return new Live(State.FRESH, snapshot, age, null);
  }
}
