package dev.landfall.ingest.s3;

import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Takes new objects from a queue; listing is only the first look and the slow sweep.
 *
 * <p>A message is deleted when a checkpoint holds its objects, so a crash before that brings it
 * again. One that cannot be understood stays, for the queue's own rule about dead letters. While
 * the queue cannot be reached the bucket is listed as if there were none. Threads: one at a time.
 */
final class NotifiedLister implements Lister {
  private static final Logger LOG = LoggerFactory.getLogger(NotifiedLister.class);
  private static final int WAIT_SECONDS = 10;

  /** Asked of every server of the queue, so that an empty answer means an empty queue. */
  private static final int LAST_WAIT_SECONDS = 1;

  private static final int MOST_BATCHES = 50;

  private final BucketStore store;
  private final BucketLister lister;
  private final MessageQueue queue;
  private final Clock clock;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private long listings;
  private @Nullable String fault;
  private long emptyAt = LaneState.NEVER;

  /** A message whose objects stand in that listing. */
  private record Held(String receipt, long listing) {}

  NotifiedLister(BucketStore store, BucketLister lister, MessageQueue queue, Clock clock) {
    this.store = store;
    this.lister = lister;
    this.queue = queue;
    this.clock = clock;
  }

  @Override
  public Listing list() {
    listings++;
    if (!lister.isFirstDone()) {
      return lister.list();
    }
    Found found = new Found(store, clock.millis());
    try {
      receive(found);
      fault = null;
    } catch (Unlistable e) {
      fault = e.reason;
    }
    lister.look(found, fault != null);
    if (fault == null) {
      return lister.listing(found, Math.min(found.begunAt, emptyAt));
    }
    Listing polled = lister.listing(found, lister.standsFor(found.begunAt));
    Map<String, String> problems = new TreeMap<>(polled.problems());
    problems.put(queue.address(), fault);
    return found.listing(true, polled.standsFor(), problems, polled.forgetBefore());
  }

  private void receive(Found found) throws Unlistable {
    int wait = WAIT_SECONDS;
    for (int batch = 0; batch < MOST_BATCHES && !found.isFull(); batch++) {
      long askedAt = clock.millis();
      List<Message> messages = queue.receive(wait);
      if (messages.isEmpty()) {
        emptyAt = askedAt;
        return;
      }
      messages.forEach(message -> take(message, found));
      wait = LAST_WAIT_SECONDS;
    }
  }

  private void take(Message message, Found found) {
    List<Notification> told = Notification.of(message.body());
    if (told == null) {
      LOG.warn(
          "message {} of {} is no notification of S3; it stays in the queue",
          message.messageId(),
          queue.address());
      return;
    }
    told.forEach(found::take);
    held.put(message.messageId(), new Held(message.receiptHandle(), listings));
  }

  @Override
  public void stored(long stored) {
    List<String> receipts = new ArrayList<>();
    for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
      Held message = each.next();
      if (message.listing <= stored) {
        receipts.add(message.receipt);
        each.remove();
      }
    }
    try {
      queue.delete(receipts);
    } catch (Unlistable e) {
      LOG.warn("{} messages of {} stay for now: {}", receipts.size(), queue.address(), e.reason);
    }
  }

  @Override
  public void close() {
    lister.close();
    queue.close();
  }
}
