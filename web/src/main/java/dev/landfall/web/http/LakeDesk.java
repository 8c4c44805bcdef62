package dev.landfall.web.http;

import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends the newest version of the lake to one question at a time.
 *
 * <p>One at a time, because DuckDB beside the job is held to one thread anyway; who waits longer
 * than 10 s is told so. Errors: {@link Faults.Unavailable} without a published version.
 */
final class LakeDesk implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Path folder;
  private final Semaphore turn = new Semaphore(1, true);
  private @Nullable Lake lake;

  LakeDesk(Path folder) {
    this.folder = folder;
  }

  <T> T ask(Function<Lake, T> question) {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Faults.Unavailable("Other reports are being made; ask again in a moment.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Faults.Unavailable("The server is stopping.");
    }
    try {
      return question.apply(newest());
    } catch (LakeUnavailable e) {
      throw new Faults.Unavailable(
          "The lake has no published version that can be read yet. The first one comes with the"
              + " job's first checkpoint.");
    } finally {
      turn.release();
    }
  }

  private Lake newest() {
    Lake before = lake;
    if (before == null) {
      Lake opened = Lake.open(folder, LakeOptions.besideTheJob());
      lake = opened;
      return opened;
    }
    Lake now = before.refresh();
    if (now != before) {
      lake = now;
      before.close();
    }
    return now;
  }

  @Override
  public void close() {
    turn.acquireUninterruptibly();
    try {
      if (lake != null) {
        lake.close();
        lake = null;
      }
    } finally {
      turn.release();
    }
  }
}
