package dev.landfall.jobs.source;

import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.source.Opener;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the next objects while one is being read, and fetches the beginning of each.
 *
 * <p>Bounded: so many objects, and of each no more than {@link Head} holds. With none ahead an
 * object is opened when it is asked for. Threads: the task's; opening has its own.
 */
final class OpenAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAhead.class);

  private final Opener opener;
  private final ParseOptions options;
  private final int most;
  private final @Nullable ExecutorService threads;
  private final Map<Long, CompletableFuture<ReadingObject>> opening = new HashMap<>();

  OpenAhead(Opener opener, ParseOptions options, int most) {
    this.opener = opener;
    this.options = options;
    this.most = most;
    this.threads = most == 0 ? null : Executors.newFixedThreadPool(most, OpenAhead::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "open objects ahead");
    thread.setDaemon(true);
    return thread;
  }

  int most() {
    return most;
  }

  /** The object on its way to be opened; those that follow it begin too. */
  CompletableFuture<ReadingObject> open(ObjectSplit first, Collection<ObjectSplit> queue) {
    if (threads == null) {
      return opening.computeIfAbsent(
          first.ordinal(),
          n -> CompletableFuture.completedFuture(ReadingObject.open(first, opener::open, options)));
    }
    ExecutorService pool = threads;
    for (ObjectSplit split : queue) {
      if (opening.size() >= most) {
        break;
      }
      opening.computeIfAbsent(
          split.ordinal(), n -> CompletableFuture.supplyAsync(() -> fetch(split), pool));
    }
    return Objects.requireNonNull(opening.get(first.ordinal()));
  }

  private ReadingObject fetch(ObjectSplit split) {
    return ReadingObject.open(split, path -> Head.of(opener.open(path)), options);
  }

  /** An object that has been opened; from now on it belongs to the caller. */
  ReadingObject take(ObjectSplit split) {
    return Objects.requireNonNull(opening.remove(split.ordinal())).join();
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
    for (CompletableFuture<ReadingObject> each : opening.values()) {
      // one that is still being opened is closed when it is; the opener's end ends it soon
      CompletableFuture<ReadingObject> ignored = each.whenComplete(OpenAhead::drop);
    }
    opening.clear();
    opener.close();
  }

  private static void drop(@Nullable ReadingObject unused, @Nullable Throwable fault) {
    try {
      if (unused != null) {
        unused.close();
      }
    } catch (IOException e) {
      LOG.debug("closing an object that nobody read", e);
    }
  }
}
