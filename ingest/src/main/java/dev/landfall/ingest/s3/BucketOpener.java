package dev.landfall.ingest.s3;

import dev.landfall.ingest.source.Opener;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens objects of one bucket by {@code s3://bucket/key}. Threads: safe. */
final class BucketOpener implements Opener {
  private final S3Client client;
  private final String bucket;

  BucketOpener(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public InputStream open(String path) throws IOException {
    String start = "s3://" + bucket + '/';
    if (!path.startsWith(start)) {
      throw new IllegalArgumentException("'%s' is not in bucket '%s'".formatted(path, bucket));
    }
    return new ObjectStream(client, bucket, path.substring(start.length()));
  }

  @Override
  public void close() {
    client.close();
  }
}
