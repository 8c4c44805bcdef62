package dev.landfall.jobs.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The live page's file, replaced whole so that a reader never sees half of it.
 *
 * <p>In a folder it is written at once. In a bucket it is written by a thread of its own, so that a
 * slow answer holds no checkpoint up; while one write is under way newer pages are skipped.
 * Threads: one owner.
 */
final class SnapshotFile implements AutoCloseable {
  static final String PATH = "_live/snapshot.json";
  private static final long FOLDER_MILLIS = 500;
  // every write in a bucket is paid for; readers call a page stale after ten seconds
  private static final long BUCKET_MILLIS = 2_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final LakeFiles files;
  private final @Nullable ExecutorService writer;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  private SnapshotFile(LakeFiles files, @Nullable ExecutorService writer) {
    this.files = files;
    this.writer = writer;
  }

  static SnapshotFile of(LakePlace lake) {
    boolean bucket = lake instanceof LakePlace.Bucket;
    return new SnapshotFile(
        LakeFiles.at(lake),
        bucket ? Executors.newSingleThreadExecutor(SnapshotFile::thread) : null);
  }

  long everyMillis() {
    return writer == null ? FOLDER_MILLIS : BUCKET_MILLIS;
  }

  /** Errors: {@link IOException} of this write, or in a bucket of the one before. */
  void write(LiveSnapshot snapshot) throws IOException {
    byte[] content = JSON.writeValueAsBytes(snapshot);
    if (writer == null) {
      files.replace(PATH, content);
      return;
    }
    if (!last.isDone()) {
      return;
    }
    CompletableFuture<Void> before = last;
    last =
        CompletableFuture.runAsync(
            () -> {
              try {
                files.replace(PATH, content);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            writer);
    if (before.isCompletedExceptionally()) {
      throw new IOException("the last live page could not be written", failureOf(before));
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.shutdown();
    }
  }

  private static @Nullable Throwable failureOf(CompletableFuture<Void> write) {
    try {
      write.join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "live page");
    thread.setDaemon(true);
    return thread;
  }
}
