package dev.landfall.ingest.bucket;

import dev.landfall.ingest.aws.AwsClients;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One S3 client per way of access, kept until {@link #close}.
 *
 * <p>A client holds connections and credentials; tasks of one process that write to one lake share
 * them. There are as many ways of access as the configuration names, one in practice.
 */
final class BucketClients {
  private static final Map<BucketAccess, S3Client> CLIENTS = new ConcurrentHashMap<>();
  private static final int NOT_FOUND = 404;

  private BucketClients() {}

  static S3Client of(BucketAccess access) {
    return CLIENTS.computeIfAbsent(
        access, a -> AwsClients.sync(S3Client.builder().forcePathStyle(a.pathStyle()), a.aws()));
  }

  static void close() {
    for (BucketAccess access : Set.copyOf(CLIENTS.keySet())) {
      S3Client client = CLIENTS.remove(access);
      if (client != null) {
        client.close();
      }
    }
  }

  /** The failure in the words of files, with the object and S3's code; no message of the server. */
  static IOException failure(String bucket, String key, SdkException e) {
    String place = "s3://" + bucket + "/" + key;
    if (e instanceof S3Exception s3) {
      String code = s3.awsErrorDetails() == null ? "" : s3.awsErrorDetails().errorCode();
      if (s3.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code)) {
        NoSuchFileException none = new NoSuchFileException(place);
        none.initCause(e);
        return none;
      }
      return new IOException(
          "%s: S3 answered %d %s".formatted(place, s3.statusCode(), code).strip(), e);
    }
    return new IOException(place + ": S3 could not be asked: " + e.getMessage(), e);
  }
}
