package dev.landfall.ingest.kinesis;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads several shards with a few threads and hands what came to one taker.
 *
 * <p>Memory: nothing more is read of a shard while {@link #MOST_WAITING} batches of it wait, or of
 * any while {@link #MOST_BYTES} wait; beyond that at most one answer a thread (10 MB each). Order:
 * kept within a shard. Errors: a fault of the stream is handed over like a batch; any other
 * exception comes out of {@link #take()}. Threads: safe.
 */
public final class ShardPump implements Closeable {
  private static final int LEAST_THREADS = 2;
  private static final int MOST_THREADS = 8;
  private static final int SHARDS_A_THREAD = 8;
  private static final int MOST_WAITING = 4;
  private static final long MOST_BYTES = 16 << 20;
  private static final long FULL_PAUSE_MILLIS = 20;

  /** Opens a shard; called by a thread of the pump. */
  public interface Opener {
    ShardFeed open(String shardId, Position from) throws StreamFault;
  }

  /** What came of one shard: a batch or a fault, never both, never neither. */
  public record Fetched(String shardId, @Nullable ShardBatch batch, @Nullable StreamFault fault) {}

  private final Opener opener;
  private final Runnable news;
  private final ScheduledThreadPoolExecutor threads;
  private final Deque<Fetched> waiting = new ArrayDeque<>();
  private final List<Shard> shards = new ArrayList<>();
  private long waitingBytes;
  private @Nullable Throwable broken;
  private boolean closed;

  /**
   * @param name names the threads
   * @param news called, by a thread of the pump, when there is something to take
   */
  public ShardPump(String name, Opener opener, Runnable news) {
    this.opener = opener;
    this.news = news;
    this.threads =
        new ScheduledThreadPoolExecutor(
            LEAST_THREADS,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
  }

  public void add(String shardId, Position from) {
    Shard shard = new Shard(shardId, from);
    synchronized (this) {
      shards.add(shard);
      int wanted = shards.size() / SHARDS_A_THREAD;
      threads.setCorePoolSize(Math.max(LEAST_THREADS, Math.min(MOST_THREADS, wanted)));
    }
    later(shard, 0);
  }

  /** Reads no more of the shard; what waits of it may still be taken. */
  public void remove(String shardId) {
    List<Shard> removed;
    synchronized (this) {
      removed = shards.stream().filter(shard -> shard.id.equals(shardId)).toList();
      shards.removeAll(removed);
    }
    removed.forEach(shard -> shard.removed = true);
  }

  /** Null: nothing has come. */
  public synchronized @Nullable Fetched take() {
    if (broken != null) {
      throw new IllegalStateException("reading a stream broke", broken);
    }
    Fetched fetched = waiting.poll();
    if (fetched != null && fetched.batch() != null) {
      waitingBytes -= fetched.batch().bytes();
    }
    return fetched;
  }

  private void later(Shard shard, long millis) {
    try {
      var unused = threads.schedule(shard, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // closed meanwhile: nobody takes what would be read
      shard.close();
    }
  }

  private synchronized boolean isFull(String shardId) {
    return waitingBytes >= MOST_BYTES
        || waiting.stream().filter(fetched -> fetched.shardId().equals(shardId)).count()
            >= MOST_WAITING;
  }

  private void hand(Fetched fetched) {
    synchronized (this) {
      waiting.add(fetched);
      waitingBytes += fetched.batch() == null ? 0 : fetched.batch().bytes();
    }
    news.run();
  }

  private void breaks(Throwable thrown) {
    synchronized (this) {
      broken = thrown;
    }
    news.run();
  }

  /** Stops reading; what has not been taken is forgotten. */
  @Override
  public void close() {
    List<Shard> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(shards);
    }
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(Shard::close);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private final class Shard implements Runnable {
    private final String id;
    private final Position from;
    private final Backoff opening;
    private volatile boolean removed;
    private @Nullable ShardFeed feed;

    private Shard(String id, Position from) {
      this.id = id;
      this.from = from;
      this.opening = new Backoff(System.nanoTime() ^ id.hashCode());
    }

    @Override
    public void run() {
      if (isClosed() || removed) {
        close();
        return;
      }
      try {
        long pause = isFull(id) ? FULL_PAUSE_MILLIS : step();
        if (pause >= 0) {
          later(this, pause);
        }
      } catch (RuntimeException | Error e) {
        if (!isClosed()) {
          breaks(e);
        }
      }
    }

    /** One read; how long to wait for the next, or -1 after the last. */
    private long step() {
      ShardFeed open = feed;
      try {
        if (open == null) {
          open = opener.open(id, from);
          feed = open;
        }
        ShardBatch batch = open.read();
        if (batch != null) {
          hand(new Fetched(id, batch, null));
          if (batch.ended()) {
            close();
            return -1;
          }
        }
        return open.pauseMillis();
      } catch (StreamFault fault) {
        hand(new Fetched(id, null, fault));
        return open == null ? opening.failed() : open.pauseMillis();
      }
    }

    private void close() {
      ShardFeed open = feed;
      if (open != null) {
        open.close();
      }
    }
  }
}
