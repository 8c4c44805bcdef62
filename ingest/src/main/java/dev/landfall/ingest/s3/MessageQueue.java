package dev.landfall.ingest.s3;

import dev.landfall.ingest.aws.AwsAccess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** A queue of notifications. Threads: one at a time. */
final class MessageQueue implements AutoCloseable {
  /** The most that SQS gives or takes at once. */
  private static final int BATCH = 10;

  /** Longer than a checkpoint takes: until then a message must not come again. */
  private static final int HIDDEN_SECONDS = 300;

  private static final Pattern AWS_HOST =
      Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

  private final SqsClient client;
  private final String address;

  MessageQueue(SqsClient client, String address) {
    this.client = client;
    this.address = address;
  }

  /** How the queue is reached: its address names its host and, at AWS, its Region. */
  static AwsAccess access(String address, AwsAccess bucket) {
    URI uri = URI.create(address);
    Matcher aws = AWS_HOST.matcher(String.valueOf(uri.getHost()));
    return new AwsAccess(
        aws.matches() ? aws.group(1) : bucket.region(),
        uri.getScheme() + "://" + uri.getAuthority(),
        bucket.roleArn(),
        bucket.externalId());
  }

  String address() {
    return address;
  }

  /** Up to ten messages; waits so long for the first. */
  List<Message> receive(int waitSeconds) throws Unlistable {
    try {
      return client
          .receiveMessage(
              r ->
                  r.queueUrl(address)
                      .maxNumberOfMessages(BATCH)
                      .waitTimeSeconds(waitSeconds)
                      .visibilityTimeout(HIDDEN_SECONDS))
          .messages();
    } catch (SdkException e) {
      throw new Unlistable(AwsReasons.of(e), true, e);
    }
  }

  /** Takes messages out; one that stays comes again and is known by then. */
  void delete(List<String> receipts) throws Unlistable {
    try {
      for (int from = 0; from < receipts.size(); from += BATCH) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String receipt : receipts.subList(from, Math.min(from + BATCH, receipts.size()))) {
          entries.add(
              DeleteMessageBatchRequestEntry.builder()
                  .id(Integer.toString(entries.size()))
                  .receiptHandle(receipt)
                  .build());
        }
        client.deleteMessageBatch(r -> r.queueUrl(address).entries(entries));
      }
    } catch (SdkException e) {
      throw new Unlistable(AwsReasons.of(e), true, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
