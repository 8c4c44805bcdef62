package dev.landfall.ingest.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compresses many files at once on a few threads.
 *
 * <p>Each file belongs to one worker, so its bytes never depend on how the threads ran. What waits
 * is bounded: a slow disk slows the caller, it does not fill the memory. Errors: the first failure
 * of any worker is thrown to the caller at its next step or at the end; later work is skipped.
 */
final class GzipCrew implements AutoCloseable {
  private static final int WAITING = 96;

  /** One piece of work on one file. */
  interface Step {
    void run() throws IOException;
  }

  private final List<ExecutorService> workers = new ArrayList<>();
  private final Semaphore room = new Semaphore(WAITING);
  private volatile @Nullable IOException failure;

  /**
   * @param threads 0: the caller's thread does the work
   */
  GzipCrew(int threads) {
    for (int i = 0; i < threads; i++) {
      String name = "generate-gzip-" + i;
      workers.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /** Hands a step to the worker of file number {@code file}; steps of one file keep their order. */
  void give(long file, Step step) throws IOException {
    throwFailure();
    if (workers.isEmpty()) {
      step.run();
      return;
    }
    try {
      room.acquire();
    } catch (InterruptedException stopped) {
      throw interrupted(stopped);
    }
    workers.get((int) (file % workers.size())).execute(() -> work(step));
  }

  private void work(Step step) {
    try {
      if (failure == null) {
        step.run();
      }
    } catch (IOException broken) {
      failure = broken;
    } finally {
      room.release();
    }
  }

  /** Waits until all work is done. */
  @Override
  public void close() throws IOException {
    workers.forEach(ExecutorService::shutdown);
    try {
      for (ExecutorService worker : workers) {
        if (!worker.awaitTermination(10, TimeUnit.MINUTES)) {
          throw new IOException("the generated logs were not written within ten minutes");
        }
      }
    } catch (InterruptedException stopped) {
      workers.forEach(ExecutorService::shutdownNow);
      throw interrupted(stopped);
    }
    throwFailure();
  }

  private void throwFailure() throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw new IOException("could not write the generated logs: " + broken.getMessage(), broken);
    }
  }

  private static IOException interrupted(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while writing the generated logs", stopped);
  }
}
