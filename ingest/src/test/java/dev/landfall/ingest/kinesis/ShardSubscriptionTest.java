package dev.landfall.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** What subscriptions do over the minutes, with a client that sends what the test wants. */
class ShardSubscriptionTest {
  private static final long AT = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli();

  private final Client client = new Client();
  private final Ticking clock = new Ticking();
  private final ShardSubscription feed =
      new ShardSubscription(client, "arn:consumer", "shardId-0", Position.OLDEST, clock, 11);

  @Test
  void the_next_subscription_begins_behind_the_last_record() throws Exception {
    feed.read();
    client.newest().send(event(0, "c", "1", "2"));
    assertThat(feed.read().records()).extracting(ShardRecord::name).containsExactly("1", "2");
    client.newest().finish(null);

    assertThat(feed.read()).as("sees that it is over").isNull();
    assertThat(feed.read()).as("subscribes again").isNull();

    assertThat(client.calls).hasSize(2);
    assertThat(client.calls.get(0).request.startingPosition().type())
        .isEqualTo(ShardIteratorType.TRIM_HORIZON);
    assertThat(client.newest().request.startingPosition().type())
        .isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
    assertThat(client.newest().request.startingPosition().sequenceNumber()).isEqualTo("2");
  }

  @Test
  void one_event_is_asked_for_at_a_time() throws Exception {
    feed.read();
    assertThat(client.newest().asked).isEqualTo(1);
    client.newest().send(event(0, "c", "1"));
    assertThat(client.newest().asked).isEqualTo(1);
    feed.read();
    assertThat(client.newest().asked).isEqualTo(2);
  }

  @Test
  void an_event_tells_of_when_it_was_asked_for_less_what_the_shard_is_behind() throws Exception {
    feed.read();
    clock.forward(Duration.ofSeconds(30));
    client.newest().send(event(4_000, "c", "1"));

    ShardBatch batch = feed.read();

    assertThat(batch.completeAt()).isEqualTo(AT - 4_000);
    assertThat(batch.atTip()).isFalse();
    client.newest().send(event(0, "c"));
    assertThat(feed.read().completeAt()).isEqualTo(AT + 30_000);
  }

  @Test
  void a_shard_without_a_place_to_go_on_has_ended() throws Exception {
    feed.read();
    client.newest().send(event(0, null, "7"));

    assertThat(feed.read().ended()).isTrue();
  }

  @Test
  void a_subscription_too_soon_after_another_waits_five_seconds() throws Exception {
    feed.read();
    client
        .newest()
        .finish(ResourceInUseException.builder().message("as the test wants it").build());

    assertThatThrownBy(feed::read)
        .isInstanceOfSatisfying(
            StreamFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(StreamFault.Kind.IN_USE));
    assertThat(feed.pauseMillis()).isEqualTo(5_000);
    feed.read();
    assertThat(client.calls).hasSize(2);
  }

  @Test
  void a_subscription_that_says_nothing_for_a_minute_is_begun_anew() throws Exception {
    feed.read();
    clock.forward(Duration.ofSeconds(59));
    feed.read();
    assertThat(client.newest().cancelled).isFalse();
    clock.forward(Duration.ofSeconds(2));
    feed.read();

    assertThat(client.newest().cancelled).isTrue();
    feed.read();
    assertThat(client.calls).hasSize(2);
  }

  @Test
  void what_came_before_a_fault_is_passed_on_first() throws Exception {
    feed.read();
    client.newest().send(event(0, "c", "1"));
    client.newest().finish(new java.io.IOException("reset"));

    assertThat(feed.read().records()).hasSize(1);
    assertThatThrownBy(feed::read).isInstanceOf(StreamFault.class);
    feed.read();
    assertThat(client.newest().request.startingPosition().sequenceNumber()).isEqualTo("1");
  }

  private static SubscribeToShardEvent event(
      long behind, @Nullable String next, String... numbers) {
    List<Record> records = new ArrayList<>();
    for (String number : numbers) {
      records.add(
          Record.builder()
              .sequenceNumber(number)
              .data(SdkBytes.fromUtf8String("{}"))
              .approximateArrivalTimestamp(Instant.ofEpochMilli(AT))
              .build());
    }
    return (SubscribeToShardEvent)
        SubscribeToShardEventStream.subscribeToShardEventBuilder()
            .records(records)
            .continuationSequenceNumber(next)
            .millisBehindLatest(behind)
            .build();
  }

  /** The SDK's client, of which only subscribing is asked. */
  private static final class Client implements KinesisAsyncClient {
    private final List<Call> calls = new ArrayList<>();

    private Call newest() {
      return calls.get(calls.size() - 1);
    }

    @Override
    public CompletableFuture<Void> subscribeToShard(
        SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
      Call call = new Call(request);
      calls.add(call);
      Publisher<SubscribeToShardEventStream> events = call::begin;
      handler.onEventStream(SdkPublisher.adapt(events));
      return call.future;
    }

    @Override
    public String serviceName() {
      return "kinesis";
    }

    @Override
    public void close() {}
  }

  /** One subscription on its way. */
  private static final class Call implements Subscription {
    private final SubscribeToShardRequest request;
    private final CompletableFuture<Void> future = new CompletableFuture<>();
    private @Nullable Subscriber<? super SubscribeToShardEventStream> subscriber;
    private int asked;
    private boolean cancelled;

    private Call(SubscribeToShardRequest request) {
      this.request = request;
    }

    private void begin(Subscriber<? super SubscribeToShardEventStream> with) {
      subscriber = with;
      with.onSubscribe(this);
    }

    private void send(SubscribeToShardEvent event) {
      subscriber.onNext(event);
    }

    private void finish(@Nullable Throwable fault) {
      if (fault == null) {
        subscriber.onComplete();
        future.complete(null);
      } else {
        subscriber.onError(fault);
        future.completeExceptionally(fault);
      }
    }

    @Override
    public void request(long count) {
      asked += (int) count;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** A clock that the test sets. */
  private static final class Ticking extends Clock {
    private long now = AT;

    private void forward(Duration by) {
      now += by.toMillis();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }
}
