package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.kinesis.StreamApi.RawRecord;
import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * Reads a shard by SubscribeToShard. The service ends a subscription after five minutes; the next
 * one begins behind the last record.
 *
 * <p>Memory: one event at a time is asked for, and the next when it has been taken. Source: Kinesis
 * API reference, SubscribeToShard: a second subscription within five seconds of the first is
 * ResourceInUse; ContinuationSequenceNumber is absent at the end of a closed shard.
 */
final class ShardSubscription implements ShardFeed {
  private static final long LOOK_MILLIS = 20;
  private static final long SILENT_MILLIS = 60_000;
  private static final long AGAIN_MILLIS = 5_000;

  private final KinesisAsyncClient client;
  private final String consumerArn;
  private final String shardId;
  private final Clock clock;
  private final Backoff backoff;
  private Position position;
  private @Nullable ShardEvents events;
  private long pauseMillis;

  ShardSubscription(
      KinesisAsyncClient client,
      String consumerArn,
      String shardId,
      Position from,
      Clock clock,
      long seed) {
    this.client = client;
    this.consumerArn = consumerArn;
    this.shardId = shardId;
    this.position = from;
    this.clock = clock;
    this.backoff = new Backoff(seed);
  }

  @Override
  public @Nullable ShardBatch read() throws StreamFault {
    pauseMillis = LOOK_MILLIS;
    ShardEvents open = events;
    if (open == null) {
      events = subscribe();
      return null;
    }
    ShardEvents.Got got = open.take();
    if (got != null) {
      backoff.worked();
      ShardBatch batch = batch(got.event(), got.askedAt());
      open.askNext();
      return batch;
    }
    if (open.isOver() || open.askedAt() < clock.millis() - SILENT_MILLIS) {
      close();
      Throwable fault = open.fault();
      if (fault != null) {
        throw failed(fault);
      }
      if (!open.isOver()) {
        // a subscription tells of an empty shard every few seconds: this one is not heard
        pauseMillis = backoff.failed();
        throw new StreamFault(Kind.UNAVAILABLE, "no answer while subscribed to " + shardId);
      }
    }
    return null;
  }

  private StreamFault failed(Throwable thrown) {
    StreamFault fault = SdkFaults.of("subscribing to " + shardId, thrown);
    boolean tooSoon = fault.kind() == Kind.IN_USE;
    pauseMillis = tooSoon ? AGAIN_MILLIS : backoff.failed();
    return fault;
  }

  private ShardBatch batch(SubscribeToShardEvent event, long askedAt) throws StreamFault {
    List<RawRecord> raw = new ArrayList<>();
    for (Record record : event.records()) {
      raw.add(KinesisApi.raw(record, clock));
    }
    Unpacked unpacked = Unpacked.of(raw, position);
    if (!raw.isEmpty()) {
      position = Position.after(raw.get(raw.size() - 1).sequence(), Position.WHOLE);
    }
    boolean ended = event.continuationSequenceNumber() == null;
    Long behind = event.millisBehindLatest();
    long behindMillis = behind == null ? 0 : behind;
    // An event may have waited for us on its way; when it was asked for it had not come, so it
    // tells of that moment at least.
    return new ShardBatch(
        unpacked.records,
        unpacked.bytes,
        askedAt - behindMillis,
        askedAt,
        ended || behindMillis == 0,
        ended);
  }

  private ShardEvents subscribe() {
    ShardEvents fresh = new ShardEvents(clock);
    SubscribeToShardRequest request =
        SubscribeToShardRequest.builder()
            .consumerARN(consumerArn)
            .shardId(shardId)
            .startingPosition(starting())
            .build();
    SubscribeToShardResponseHandler handler =
        SubscribeToShardResponseHandler.builder()
            .onEventStream(publisher -> publisher.subscribe(fresh))
            .onError(fresh::fails)
            .build();
    var unused =
        client
            .subscribeToShard(request, handler)
            .whenComplete(
                (nothing, fault) -> {
                  if (fault != null) {
                    fresh.fails(fault);
                  } else {
                    fresh.onComplete();
                  }
                });
    return fresh;
  }

  private StartingPosition starting() {
    StartingPosition.Builder start = StartingPosition.builder();
    return switch (position.kind()) {
      case OLDEST -> start.type(ShardIteratorType.TRIM_HORIZON).build();
      case SINCE ->
          start
              .type(ShardIteratorType.AT_TIMESTAMP)
              .timestamp(Instant.ofEpochMilli(position.at()))
              .build();
      case AFTER ->
          start
              .type(
                  position.sub() == Position.WHOLE
                      ? ShardIteratorType.AFTER_SEQUENCE_NUMBER
                      : ShardIteratorType.AT_SEQUENCE_NUMBER)
              .sequenceNumber(position.sequence())
              .build();
    };
  }

  @Override
  public long pauseMillis() {
    return pauseMillis;
  }

  @Override
  public void close() {
    ShardEvents open = events;
    events = null;
    if (open != null) {
      open.cancel();
    }
  }
}
