package dev.landfall.ingest.kinesis;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/** What one subscription sends, one event asked for at a time. Threads: safe. */
final class ShardEvents implements Subscriber<SubscribeToShardEventStream> {
  private final Clock clock;
  private final Deque<Got> got = new ArrayDeque<>();
  private @Nullable Subscription subscription;
  private @Nullable Throwable fault;
  private boolean over;
  private long askedAt;

  /** An event, and when it was asked for, epoch milliseconds. */
  record Got(SubscribeToShardEvent event, long askedAt) {}

  ShardEvents(Clock clock) {
    this.clock = clock;
    this.askedAt = clock.millis();
  }

  @Override
  public void onSubscribe(Subscription offered) {
    synchronized (this) {
      if (over) {
        offered.cancel();
        return;
      }
      subscription = offered;
      askedAt = clock.millis();
    }
    offered.request(1);
  }

  @Override
  public void onNext(SubscribeToShardEventStream sent) {
    if (sent instanceof SubscribeToShardEvent event) {
      synchronized (this) {
        got.add(new Got(event, askedAt));
      }
    } else {
      askNext(); // a kind of event of which we know nothing
    }
  }

  @Override
  public void onError(Throwable thrown) {
    fails(thrown);
  }

  synchronized void fails(Throwable thrown) {
    if (!over || fault == null) {
      fault = thrown;
    }
    over = true;
  }

  @Override
  public synchronized void onComplete() {
    over = true;
  }

  synchronized @Nullable Got take() {
    return got.poll();
  }

  void askNext() {
    Subscription open;
    synchronized (this) {
      open = subscription;
      askedAt = clock.millis();
    }
    if (open != null) {
      open.request(1);
    }
  }

  /** Nothing more will come. */
  synchronized boolean isOver() {
    return over && got.isEmpty();
  }

  /** Why it ended; null: in the ordinary way, or not yet. */
  synchronized @Nullable Throwable fault() {
    return fault;
  }

  synchronized long askedAt() {
    return askedAt;
  }

  void cancel() {
    Subscription open;
    synchronized (this) {
      over = true;
      open = subscription;
    }
    if (open != null) {
      open.cancel();
    }
  }
}
