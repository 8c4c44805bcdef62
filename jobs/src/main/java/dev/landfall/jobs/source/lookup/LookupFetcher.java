package dev.landfall.jobs.source.lookup;

import dev.landfall.ingest.lookup.EventHistory;
import dev.landfall.ingest.lookup.EventLane;
import dev.landfall.ingest.lookup.LaneCursor;
import dev.landfall.ingest.lookup.LookupStep;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Looks events up in a thread of its own, for answers are awaited; a window or two ahead of the
 * task that takes them.
 *
 * <p>Errors: a fault of ours ends the thread and is thrown to the task. Threads: {@link #poll} and
 * {@link #close} are the task's.
 */
final class LookupFetcher implements AutoCloseable {
  private static final int AHEAD = 2;
  private static final long PATIENCE_MILLIS = 5_000;

  private final BlockingQueue<LookupStep> steps = new ArrayBlockingQueue<>(AHEAD);
  private final Runnable signal;
  private final Thread thread;
  private volatile @Nullable Throwable fault;

  LookupFetcher(LookupOptions options, Map<EventLane, LaneCursor> cursors, Runnable signal) {
    this.signal = signal;
    this.thread = new Thread(() -> run(options, cursors), "lookup " + options.place());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run(LookupOptions options, Map<EventLane, LaneCursor> cursors) {
    try (EventHistory history = new EventHistory(options.history(), cursors)) {
      LookupStep step;
      do {
        step = history.next();
        steps.put(step);
        signal.run();
      } while (!(step instanceof LookupStep.Ended));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault = e;
      signal.run();
    }
  }

  /** The next step; null: none yet. */
  @Nullable LookupStep poll() {
    LookupStep step = steps.poll();
    Throwable broken = fault;
    if (step == null && broken != null) {
      throw new IllegalStateException("the event history can be read no further", broken);
    }
    return step;
  }

  boolean isEmpty() {
    return steps.isEmpty() && fault == null;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
