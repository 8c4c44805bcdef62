package dev.landfall.web.cli;

import dev.landfall.ingest.generate.LiveFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Made-up traffic for a first look: some hours of history, then calls as they happen, in a folder
 * of its own.
 *
 * <p>Threads: the feed is confined to one daemon thread. Errors while it runs end the feed and are
 * said once; the service goes on with what is there.
 */
final class Demo implements AutoCloseable {
  static final Duration HISTORY = Duration.ofHours(6);
  private static final long SEED = 2026;

  private final LiveFeed feed;
  private final ScheduledExecutorService thread;

  private Demo(LiveFeed feed, ScheduledExecutorService thread) {
    this.feed = feed;
    this.thread = thread;
  }

  /** Makes settings and history where there are none yet; the path of the configuration. */
  static Path prepare(Path folder, Clock clock) throws IOException {
    Path config = folder.resolve(ConfigOption.USUAL);
    if (!Files.exists(config)) {
      LiveFeed.writeSettings(folder, clock.instant(), HISTORY);
    }
    Files.createDirectories(folder.resolve("logs"));
    return config;
  }

  static Demo start(Path folder, Io io) throws IOException {
    Path logs = folder.resolve("logs");
    boolean fresh;
    try (var entries = Files.list(logs)) {
      fresh = entries.findAny().isEmpty();
    }
    LiveFeed feed = new LiveFeed(logs, SEED, io.clock());
    if (fresh) {
      feed.history(HISTORY);
    }
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread t = new Thread(task, "demo-feed");
              t.setDaemon(true);
              return t;
            });
    var unused = thread.scheduleAtFixedRate(() -> tick(feed, io), 0, 1, TimeUnit.SECONDS);
    return new Demo(feed, thread);
  }

  private static void tick(LiveFeed feed, Io io) {
    try {
      feed.tick(io.clock().instant());
    } catch (IOException e) {
      io.say("the demo's traffic has ended: " + e.getMessage());
      throw new IllegalStateException("ends the schedule", e);
    }
  }

  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
        feed.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
