package dev.landfall.jobs.source.stream;

import static org.awaitility.Awaitility.await;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream on a test's server, and what a producer does to it. */
public final class TestStream implements AutoCloseable {
  public static final String REGION = "ap-southeast-6";
  private static final int AT_ONCE = 200;

  private final KinesisClient client;
  private final String name;
  private int key;

  private TestStream(KinesisClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** What clients of a test's server need to be told, once for the process. */
  public static void forTestServers() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.cborEnabled", "false");
    // what our own code does about a fault is to be seen, not what the SDK hides
    System.setProperty("aws.maxAttempts", "1");
  }

  public static AwsAccess access(String endpoint) {
    return AwsAccess.in(REGION).at(endpoint);
  }

  public static TestStream create(String endpoint, String name, int shards) {
    forTestServers();
    KinesisClient client = AwsClients.sync(KinesisClient.builder(), access(endpoint));
    TestStream stream = new TestStream(client, name);
    client.createStream(request -> request.streamName(name).shardCount(shards));
    stream.awaitActive();
    return stream;
  }

  private void awaitActive() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                client
                        .describeStreamSummary(request -> request.streamName(name))
                        .streamDescriptionSummary()
                        .streamStatus()
                    == StreamStatus.ACTIVE);
  }

  public String name() {
    return name;
  }

  /** Puts the payloads, each under another key, so that they spread over the shards. */
  public void put(List<byte[]> payloads) {
    for (int from = 0; from < payloads.size(); from += AT_ONCE) {
      List<PutRecordsRequestEntry> entries = new ArrayList<>();
      for (byte[] payload : payloads.subList(from, Math.min(from + AT_ONCE, payloads.size()))) {
        entries.add(
            PutRecordsRequestEntry.builder()
                .partitionKey("key-" + key++)
                .data(SdkBytes.fromByteArray(payload))
                .build());
      }
      PutRecordsResponse answer =
          client.putRecords(request -> request.streamName(name).records(entries));
      if (answer.failedRecordCount() != null && answer.failedRecordCount() > 0) {
        throw new AssertionError(answer.failedRecordCount() + " records were not taken");
      }
    }
  }

  /** Halves a shard and waits until its children are there. */
  public void split(int index) {
    Shard shard = shards().get(index);
    BigInteger low = new BigInteger(shard.hashKeyRange().startingHashKey());
    BigInteger high = new BigInteger(shard.hashKeyRange().endingHashKey());
    int before = shards().size();
    client.splitShard(
        request ->
            request
                .streamName(name)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(low.add(high).shiftRight(1).toString()));
    await().atMost(Duration.ofSeconds(20)).until(() -> shards().size() == before + 2);
    awaitActive();
  }

  public List<Shard> shards() {
    return client.listShards(request -> request.streamName(name)).shards();
  }

  /** Names of the consumers that are registered for enhanced fan-out. */
  public List<String> consumers() {
    String arn =
        client
            .describeStreamSummary(request -> request.streamName(name))
            .streamDescriptionSummary()
            .streamARN();
    return client.listStreamConsumers(request -> request.streamARN(arn)).consumers().stream()
        .map(consumer -> consumer.consumerName())
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
