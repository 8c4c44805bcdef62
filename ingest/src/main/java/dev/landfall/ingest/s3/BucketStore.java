package dev.landfall.ingest.s3;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.ObjectStore;
import dev.landfall.ingest.source.Opener;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS's layout below a prefix of a bucket.
 *
 * <p>Missing: an empty list of accounts or Regions lets all pass; no queue means that the bucket is
 * listed. Units: milliseconds.
 */
public record BucketStore(
    String bucket,
    String prefix,
    AwsAccess access,
    List<String> accounts,
    List<String> regions,
    boolean pathStyle,
    long lookBackMillis,
    @Nullable String queue)
    implements ObjectStore {
  private static final long serialVersionUID = 1;
  private static final int LISTS_PER_SECOND = 50;

  public BucketStore {
    accounts = List.copyOf(accounts);
    regions = List.copyOf(regions);
  }

  public static BucketStore of(SourceConfig.S3 source) {
    return new BucketStore(
        source.bucket(),
        source.prefix(),
        source.access(),
        source.accounts(),
        source.regions(),
        source.pathStyle(),
        source.lookBack().toMillis(),
        source.queue());
  }

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public String root() {
    return uri(prefix);
  }

  /** Each costs a round trip, and most objects are small. */
  @Override
  public int ahead() {
    return 4;
  }

  String uri(String key) {
    return "s3://" + bucket + '/' + key;
  }

  KeyFilter filter() {
    return new KeyFilter(prefix, accounts, regions);
  }

  @Override
  public Lister lister(boolean bounded, Clock clock, @Nullable Long listedUntil) {
    BucketPages pages = new BucketPages(client(), bucket, LISTS_PER_SECOND);
    BucketLister lister = new BucketLister(this, pages, bounded, clock, listedUntil);
    return bounded || queue == null
        ? lister
        : new NotifiedLister(this, lister, messages(queue), clock);
  }

  @Override
  public Opener opener() {
    return new BucketOpener(client(), bucket);
  }

  S3Client client() {
    return AwsClients.sync(S3Client.builder().forcePathStyle(pathStyle), access);
  }

  /** The queue's own address says where it is; the endpoint of the bucket does not serve queues. */
  MessageQueue messages(String address) {
    AwsAccess there = MessageQueue.access(address, access);
    return new MessageQueue(AwsClients.sync(SqsClient.builder(), there), address);
  }
}
