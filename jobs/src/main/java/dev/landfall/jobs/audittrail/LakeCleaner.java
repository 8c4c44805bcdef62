package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.CompactionOptions;
import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once an hour, while the service owns the lake, removes retired files past their time and files
 * that nobody names. Threads: one of its own. Errors: logged; tried again an hour later.
 */
final class LakeCleaner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LakeCleaner.class);
  private static final long EVERY_MINUTES = 60;
  private static final long FIRST_MINUTES = 5;

  private final LakeStore store;
  private final LakeLock owned;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final Future<?> hourly;

  private LakeCleaner(LakePlace lake, LakeLock owned, Clock clock) {
    this.store = new LakeStore(lake);
    this.owned = owned;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread each = new Thread(task, "clean the lake");
              each.setDaemon(true);
              return each;
            });
    this.hourly =
        thread.scheduleWithFixedDelay(this::clean, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  static LakeCleaner start(LakePlace lake, LakeLock owned, Clock clock) {
    return new LakeCleaner(lake, owned, clock);
  }

  void clean() {
    try {
      LakeStore.Cleaned cleaned =
          store.clean(owned, clock.instant(), CompactionOptions.defaults().unreferencedAge());
      LOG.info("cleaned the lake: {}", cleaned);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the lake could not be cleaned; it is tried again in an hour", e);
    }
  }

  /** Waits for a cleaning that runs, for the lake must not change hands under it. */
  @Override
  public void close() {
    hourly.cancel(false);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("a cleaning of the lake does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
