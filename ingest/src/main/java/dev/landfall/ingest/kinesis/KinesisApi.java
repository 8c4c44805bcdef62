package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A stream by its name, over the SDK.
 *
 * <p>Source: Kinesis Data Streams API reference: ListShards, DescribeStreamSummary,
 * GetShardIterator, GetRecords.
 */
public final class KinesisApi implements StreamApi {
  /** How far our clock may run ahead of the stream's before a start in the future is a fault. */
  private static final long CLOCKS_DIFFER_MILLIS = 10 * 60_000L;

  /** Every stream keeps its records for a day. */
  private static final int LEAST_HOURS = 24;

  private final KinesisClient client;
  private final String stream;
  private final Clock clock;

  private KinesisApi(KinesisClient client, String stream, Clock clock) {
    this.client = client;
    this.stream = stream;
    this.clock = clock;
  }

  public static KinesisApi open(AwsAccess access, String stream, Clock clock) {
    return new KinesisApi(AwsClients.sync(KinesisClient.builder(), access), stream, clock);
  }

  @Override
  public List<ShardInfo> shards() throws StreamFault {
    List<ShardInfo> shards = new ArrayList<>();
    String token = null;
    do {
      ListShardsResponse page = page(token);
      for (Shard shard : page.shards()) {
        shards.add(
            new ShardInfo(shard.shardId(), shard.parentShardId(), shard.adjacentParentShardId()));
      }
      token = page.nextToken();
    } while (token != null);
    return shards;
  }

  /** A later page is named by its token alone. */
  private ListShardsResponse page(@Nullable String token) throws StreamFault {
    ListShardsRequest.Builder request = ListShardsRequest.builder();
    try {
      return client.listShards(
          (token == null ? request.streamName(stream) : request.nextToken(token)).build());
    } catch (SdkException e) {
      throw SdkFaults.of("listing the shards of " + stream, e);
    }
  }

  @Override
  public long retentionMillis() throws StreamFault {
    try {
      Integer hours =
          client
              .describeStreamSummary(request -> request.streamName(stream))
              .streamDescriptionSummary()
              .retentionPeriodHours();
      return Duration.ofHours(hours == null ? LEAST_HOURS : hours).toMillis();
    } catch (SdkException e) {
      throw SdkFaults.of("describing " + stream, e);
    }
  }

  @Override
  public String iterator(String shardId, Position from) throws StreamFault {
    try {
      return iterator(request(shardId, from));
    } catch (InvalidArgumentException e) {
      if (from.kind() == Position.Kind.SINCE && from.at() > clock.millis() - CLOCKS_DIFFER_MILLIS) {
        // The stream's clock has not come to this time: nothing can have arrived since it.
        return latest(shardId);
      }
      throw SdkFaults.of("asking for a place in " + shardId + " of " + stream, e);
    } catch (SdkException e) {
      throw SdkFaults.of("asking for a place in " + shardId + " of " + stream, e);
    }
  }

  private String latest(String shardId) throws StreamFault {
    try {
      return iterator(
          GetShardIteratorRequest.builder()
              .streamName(stream)
              .shardId(shardId)
              .shardIteratorType(ShardIteratorType.LATEST)
              .build());
    } catch (SdkException e) {
      throw SdkFaults.of("asking for the end of " + shardId + " of " + stream, e);
    }
  }

  private String iterator(GetShardIteratorRequest request) {
    return client.getShardIterator(request).shardIterator();
  }

  private GetShardIteratorRequest request(String shardId, Position from) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
    return switch (from.kind()) {
      case OLDEST -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON).build();
      case SINCE ->
          request
              .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
              .timestamp(Instant.ofEpochMilli(from.at()))
              .build();
      // inside an aggregate the same record is read again, and what was passed on is dropped
      case AFTER ->
          request
              .shardIteratorType(
                  from.sub() == Position.WHOLE
                      ? ShardIteratorType.AFTER_SEQUENCE_NUMBER
                      : ShardIteratorType.AT_SEQUENCE_NUMBER)
              .startingSequenceNumber(from.sequence())
              .build();
    };
  }

  @Override
  public Answer records(String iterator, int limit) throws StreamFault {
    try {
      GetRecordsResponse answer =
          client.getRecords(request -> request.shardIterator(iterator).limit(limit));
      List<RawRecord> records = new ArrayList<>(answer.records().size());
      for (Record record : answer.records()) {
        records.add(raw(record, clock));
      }
      Long behind = answer.millisBehindLatest();
      return new Answer(records, answer.nextShardIterator(), behind == null ? 0 : behind);
    } catch (SdkException e) {
      throw SdkFaults.of("reading " + stream, e);
    }
  }

  static RawRecord raw(Record record, Clock clock) throws StreamFault {
    if (record.sequenceNumber() == null || record.data() == null) {
      throw new StreamFault(Kind.UNAVAILABLE, "the server sent a record without number or data");
    }
    Instant arrived = record.approximateArrivalTimestamp();
    return new RawRecord(
        record.sequenceNumber(),
        record.data().asByteArrayUnsafe(),
        arrived == null ? clock.millis() : arrived.toEpochMilli());
  }

  @Override
  public void close() {
    client.close();
  }
}
