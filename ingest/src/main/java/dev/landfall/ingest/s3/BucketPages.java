package dev.landfall.ingest.s3;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Pages of a bucket's listing: up to 1,000 keys each, in the order of their UTF-8 bytes.
 *
 * <p>One request at a time, and at most so many a second: far below what S3 serves for one prefix,
 * so that others who read the bucket are not slowed down. Threads: one at a time.
 */
final class BucketPages implements AutoCloseable {
  private final S3Client client;
  private final String bucket;
  private final long pauseNanos;
  private long nextAt = System.nanoTime();

  /**
   * One page.
   *
   * @param folders common prefixes, when a delimiter was asked for
   * @param next continues the listing; null: this is its end
   */
  record Page(List<S3Object> objects, List<String> folders, @Nullable String next) {}

  BucketPages(S3Client client, String bucket, int perSecond) {
    this.client = client;
    this.bucket = bucket;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** The folders right below a prefix and the objects beside them. */
  Page folders(String prefix, @Nullable String token) throws Unlistable {
    return page(ListObjectsV2Request.builder().prefix(prefix).delimiter("/"), token);
  }

  /** All keys with the prefix that sort behind {@code after}; a token stands in its stead. */
  Page keys(String prefix, @Nullable String after, @Nullable String token) throws Unlistable {
    return page(
        ListObjectsV2Request.builder().prefix(prefix).startAfter(token == null ? after : null),
        token);
  }

  private Page page(ListObjectsV2Request.Builder wanted, @Nullable String token) throws Unlistable {
    pace();
    try {
      ListObjectsV2Response answer =
          client.listObjectsV2(
              wanted
                  .bucket(bucket)
                  .continuationToken(token)
                  // else a key with a character that XML cannot hold breaks the whole page
                  .encodingType(EncodingType.URL)
                  .build());
      return new Page(
          answer.contents(),
          answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
          Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null);
    } catch (SdkException e) {
      throw new Unlistable(AwsReasons.of(e), AwsReasons.isEverywhere(e), e);
    }
  }

  private void pace() {
    long wait = nextAt - System.nanoTime();
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
    nextAt = System.nanoTime() + pauseNanos;
  }

  @Override
  public void close() {
    client.close();
  }
}
