package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.io.Closeable;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;

/**
 * Enhanced fan-out: a consumer of our own, with 2 MB a second of each shard for itself.
 *
 * <p>Registering is idempotent, so every reader may ask for it. The consumer stays registered when
 * we stop: a restart goes on with it. Source: Kinesis API reference: RegisterStreamConsumer,
 * DescribeStreamConsumer, SubscribeToShard. Threads: safe.
 */
public final class FanOut implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

  private final KinesisAsyncClient client;
  private final String stream;
  private final String consumer;
  private final Clock clock;
  private @Nullable String consumerArn;
  private @Nullable String refusal;

  private FanOut(KinesisAsyncClient client, String stream, String consumer, Clock clock) {
    this.client = client;
    this.stream = stream;
    this.consumer = consumer;
    this.clock = clock;
  }

  public static FanOut open(AwsAccess access, String stream, String consumer, Clock clock) {
    return new FanOut(
        AwsClients.async(KinesisAsyncClient.builder(), access), stream, consumer, clock);
  }

  /**
   * A subscription to a shard; null when the server offers no fan-out, or not to us: poll instead.
   *
   * @throws StreamFault the consumer is not ready yet, or the stream does not answer
   */
  public @Nullable ShardFeed subscribe(String shardId, Position from, long seed)
      throws StreamFault {
    String arn = registered();
    return arn == null ? null : new ShardSubscription(client, arn, shardId, from, clock, seed);
  }

  /** Why there is no fan-out, in words for people; null: there is, or it is not known yet. */
  public synchronized @Nullable String refusal() {
    return refusal;
  }

  private synchronized @Nullable String registered() throws StreamFault {
    if (consumerArn != null || refusal != null) {
      return consumerArn;
    }
    try {
      consumerArn = register(streamArn());
    } catch (StreamFault fault) {
      if (fault.kind() != Kind.REFUSED
          && fault.kind() != Kind.DENIED
          && fault.kind() != Kind.THROTTLED) {
        throw fault;
      }
      refusal = "no enhanced fan-out (" + fault.reason() + "), shards are polled";
      LOG.warn("{} for {}: {}", refusal, stream, fault.getMessage());
    }
    return consumerArn;
  }

  private String streamArn() throws StreamFault {
    return answer(
            "describing " + stream,
            client.describeStreamSummary(request -> request.streamName(stream)))
        .streamDescriptionSummary()
        .streamARN();
  }

  private String register(String streamArn) throws StreamFault {
    ConsumerDescription known = describe(streamArn);
    if (known == null) {
      try {
        answer(
            "registering the consumer " + consumer + " of " + stream,
            client.registerStreamConsumer(
                request -> request.streamARN(streamArn).consumerName(consumer)));
      } catch (StreamFault fault) {
        if (fault.kind() != Kind.IN_USE) {
          throw fault;
        }
        // another reader was faster
      }
      known = describe(streamArn);
    }
    if (known == null || known.consumerStatus() != ConsumerStatus.ACTIVE) {
      throw new StreamFault(Kind.IN_USE, "the consumer " + consumer + " is not active yet");
    }
    return known.consumerARN();
  }

  private @Nullable ConsumerDescription describe(String streamArn) throws StreamFault {
    try {
      return answer(
              "describing the consumer " + consumer + " of " + stream,
              client.describeStreamConsumer(
                  request -> request.streamARN(streamArn).consumerName(consumer)))
          .consumerDescription();
    } catch (StreamFault fault) {
      if (fault.kind() == Kind.GONE) {
        return null;
      }
      throw fault;
    }
  }

  private static <T> T answer(String what, CompletableFuture<T> asked) throws StreamFault {
    try {
      return asked.join();
    } catch (CompletionException e) {
      throw SdkFaults.of(what, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
