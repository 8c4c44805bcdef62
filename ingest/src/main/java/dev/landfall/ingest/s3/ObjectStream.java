package dev.landfall.ingest.s3;

import dev.landfall.ingest.source.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of one object as they come over the network.
 *
 * <p>A connection that breaks in the middle is opened again at the byte reached, and only for the
 * same content (If-Match on its ETag), a few times with growing pauses; progress makes the count
 * begin anew. Errors: {@link Unreadable} with a stable reason. Memory: what one read asks for.
 * Threads: one at a time.
 */
final class ObjectStream extends InputStream {
  private static final int MOST_RESUMES = 4;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BROKEN = -2;
  private static final String DAMAGED = "checksum does not match";
  private static final String BROKE_OFF = "connection broke off";

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final String eTag;
  private final long length;
  private @Nullable ResponseInputStream<GetObjectResponse> bytes;
  private long reached;
  private int resumes;

  ObjectStream(S3Client client, String bucket, String key) throws Unreadable {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    ResponseInputStream<GetObjectResponse> opened =
        get(GetObjectRequest.builder().bucket(bucket).key(key).build());
    this.bytes = opened;
    this.eTag = opened.response().eTag();
    this.length = opened.response().contentLength();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    while (true) {
      ResponseInputStream<GetObjectResponse> open = bytes;
      if (open == null) {
        open = resumed();
        bytes = open;
      }
      int n = tried(open, into, offset, wanted);
      if (n > 0) {
        reached += n;
        resumes = 0;
        return n;
      }
      if (reached >= length) {
        if (n == BROKEN) {
          throw new Unreadable(DAMAGED, null);
        }
        return -1;
      }
      let(open);
    }
  }

  /**
   * What the connection gives; -1: it has ended, at the end of the object or before; {@link
   * #BROKEN}: it failed, which behind the last byte can only be the checksum.
   */
  private static int tried(InputStream open, byte[] into, int offset, int wanted) {
    try {
      return open.read(into, offset, wanted);
    } catch (IOException | SdkException broken) {
      // the cause does not matter: what counts is whether it can be opened again
      return BROKEN;
    }
  }

  private void let(ResponseInputStream<GetObjectResponse> open) throws Unreadable {
    open.abort();
    bytes = null;
    if (resumes == MOST_RESUMES) {
      throw new Unreadable(BROKE_OFF, null);
    }
  }

  private ResponseInputStream<GetObjectResponse> resumed() throws Unreadable {
    LockSupport.parkNanos(FIRST_PAUSE_NANOS << resumes);
    if (Thread.currentThread().isInterrupted()) {
      throw new Unreadable(BROKE_OFF, null);
    }
    resumes++;
    return get(
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .range("bytes=" + reached + '-')
            .ifMatch(eTag)
            .build());
  }

  private ResponseInputStream<GetObjectResponse> get(GetObjectRequest request) throws Unreadable {
    try {
      return client.getObject(request);
    } catch (SdkException e) {
      throw new Unreadable(AwsReasons.of(e), e);
    }
  }

  /** Gives the connection up: to read an object to its end only to keep it costs more. */
  @Override
  public void close() {
    if (bytes != null) {
      if (reached < length) {
        bytes.abort();
      }
      try {
        bytes.close();
      } catch (IOException e) {
        // nothing more is read from it
        bytes.abort();
      }
      bytes = null;
    }
  }
}
