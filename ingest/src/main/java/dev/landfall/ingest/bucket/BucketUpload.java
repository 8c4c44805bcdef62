package dev.landfall.ingest.bucket;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object that is written in pieces and seen only when it is complete.
 *
 * <p>Up to one part it is one request; beyond it a multipart upload, aborted if it is closed before
 * {@link #complete}. What a killed process left unfinished is S3's to remove: set a lifecycle rule
 * AbortIncompleteMultipartUpload on the bucket. Holds one part in memory. Threads: one owner.
 */
public final class BucketUpload implements Closeable {
  /** S3 wants at least 5 MiB for every part but the last, and at most 10,000 of them. */
  private static final int PART = 8 << 20;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final Part part = new Part();
  private final List<CompletedPart> parts = new ArrayList<>();
  private @Nullable String uploadId;
  private long position;
  private boolean ended;

  BucketUpload(S3Client s3, String bucket, String key) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
  }

  /** Its own bytes without a copy, and room that is kept between parts. */
  private static final class Part extends ByteArrayOutputStream {
    RequestBody body() {
      return RequestBody.fromByteBuffer(java.nio.ByteBuffer.wrap(buf, 0, count));
    }
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int now = Math.min(length - done, PART - part.size());
      part.write(bytes, offset + done, now);
      done += now;
      if (part.size() == PART) {
        sendPart();
      }
    }
    position += length;
  }

  public long position() {
    return position;
  }

  /** Makes the object, whole and durable. */
  public void complete() throws IOException {
    String upload = uploadId;
    if (upload == null) {
      call(() -> s3.putObject(r -> r.bucket(bucket).key(key), part.body()));
    } else {
      if (part.size() > 0) {
        sendPart();
      }
      call(
          () ->
              s3.completeMultipartUpload(
                  r ->
                      r.bucket(bucket)
                          .key(key)
                          .uploadId(upload)
                          .multipartUpload(all -> all.parts(parts))));
    }
    ended = true;
  }

  @Override
  public void close() throws IOException {
    String upload = uploadId;
    if (!ended && upload != null) {
      ended = true;
      call(() -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload)));
    }
  }

  private void sendPart() throws IOException {
    String upload = uploadId;
    if (upload == null) {
      upload = call(() -> s3.createMultipartUpload(r -> r.bucket(bucket).key(key))).uploadId();
      uploadId = upload;
    }
    String id = upload;
    int number = parts.size() + 1;
    UploadPartResponse sent =
        call(
            () ->
                s3.uploadPart(
                    r -> r.bucket(bucket).key(key).uploadId(id).partNumber(number), part.body()));
    parts.add(
        CompletedPart.builder()
            .partNumber(number)
            .eTag(sent.eTag())
            .checksumCRC32(sent.checksumCRC32())
            .build());
    part.reset();
  }

  private <T> T call(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw BucketClients.failure(bucket, key, e);
    }
  }
}
