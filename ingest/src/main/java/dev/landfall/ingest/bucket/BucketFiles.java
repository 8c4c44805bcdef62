package dev.landfall.ingest.bucket;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Whole files below a prefix of one bucket.
 *
 * <p>Shape: paths are relative to the prefix, with '/' between folders. Errors: {@link IOException}
 * names the object and S3's own error code; an object that is not there is a {@link
 * NoSuchFileException}. Source: Amazon S3 API, PutObject with {@code If-None-Match: *} and {@code
 * If-Match} (412 PreconditionFailed: the condition does not hold; 409 ConditionalRequestConflict:
 * another request was under way, to be sent again). Threads: safe.
 */
public final class BucketFiles {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int CONDITION_FAILED = 412;
  private static final int CONFLICT_TRIES = 20;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final String TOKEN = "landfall-write";

  private final BucketAccess access;
  private final String bucket;
  private final String prefix;

  public BucketFiles(BucketAccess access, String bucket, String prefix) {
    this.access = access;
    this.bucket = bucket;
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
  }

  /** {@code modifiedAt} in epoch milliseconds, by the server's clock. */
  public record Found(String path, long bytes, long modifiedAt) {}

  /**
   * A small object with what a later write needs to know of it.
   *
   * @param version changes with every write
   * @param age since it was written, both times by the server's clock
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Versioned(byte[] content, String version, Duration age) {}

  public byte[] read(String path) throws IOException {
    return get(path, null).asByteArrayUnsafe();
  }

  /** Bytes from {@code from}, at most {@code length}; fewer only at the end of the object. */
  public byte[] read(String path, long from, int length) throws IOException {
    return get(path, "bytes=%d-%d".formatted(from, from + length - 1)).asByteArrayUnsafe();
  }

  /** The object with its version; empty if it is not there. */
  public Optional<Versioned> readVersioned(String path) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> got = get(path, null);
      GetObjectResponse answer = got.response();
      Duration age = Duration.between(answer.lastModified(), date(answer.sdkHttpResponse()));
      return Optional.of(new Versioned(got.asByteArrayUnsafe(), answer.eTag(), age));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Size in bytes; empty if the object is not there. */
  public Optional<Long> size(String path) throws IOException {
    return head(path).map(HeadObjectResponse::contentLength);
  }

  /** Creates an object, or replaces it whole. */
  public void put(String path, byte[] content) throws IOException {
    call(path, () -> s3().putObject(put(path).build(), RequestBody.fromBytes(content)));
  }

  /** Creates an object; its version, or empty, and nothing changed, if there is one. */
  public Optional<String> create(String path, byte[] content) throws IOException {
    return conditionally(path, content, request -> request.ifNoneMatch("*"));
  }

  /** Replaces an object; empty, and nothing changed, if it has another version by now. */
  public Optional<String> replace(String path, byte[] content, String version) throws IOException {
    return conditionally(path, content, request -> request.ifMatch(version));
  }

  /** Starts an object that nobody sees before it is complete. */
  public BucketUpload upload(String path) {
    return new BucketUpload(s3(), bucket, prefix + path);
  }

  /** Every object below a folder, {@code ""} for all, in no order. */
  public List<Found> list(String folder) throws IOException {
    String below = folder.isEmpty() ? prefix : prefix + folder + "/";
    List<Found> found = new ArrayList<>();
    call(
        folder,
        () -> {
          var request = ListObjectsV2Request.builder().bucket(bucket).prefix(below).build();
          for (S3Object object : s3().listObjectsV2Paginator(request).contents()) {
            found.add(
                new Found(
                    object.key().substring(prefix.length()),
                    object.size(),
                    object.lastModified().toEpochMilli()));
          }
          return found;
        });
    return found;
  }

  /** Removes an object; nothing happens if it is not there. */
  public void delete(String path) throws IOException {
    call(path, () -> s3().deleteObject(request -> request.bucket(bucket).key(prefix + path)));
  }

  /** Ends the connections of this process; whoever asks again opens new ones. */
  public static void closeConnections() {
    BucketClients.close();
  }

  private S3Client s3() {
    return BucketClients.of(access);
  }

  private interface Condition {
    PutObjectRequest.Builder on(PutObjectRequest.Builder request);
  }

  /**
   * A write that was done and whose answer was lost is sent again by the SDK and then meets its own
   * object: the token tells it from another writer's.
   */
  private Optional<String> conditionally(String path, byte[] content, Condition condition)
      throws IOException {
    String token = UUID.randomUUID().toString();
    PutObjectRequest request = condition.on(put(path)).metadata(Map.of(TOKEN, token)).build();
    for (int tries = 1; ; tries++) {
      try {
        return Optional.of(s3().putObject(request, RequestBody.fromBytes(content)).eTag());
      } catch (S3Exception e) {
        if (e.statusCode() == CONDITION_FAILED) {
          return head(path)
              .filter(there -> token.equals(there.metadata().get(TOKEN)))
              .map(HeadObjectResponse::eTag);
        }
        if (e.statusCode() == NOT_FOUND && request.ifMatch() != null) {
          return Optional.empty(); // the object that was to be replaced is gone
        }
        if (e.statusCode() != CONFLICT || tries == CONFLICT_TRIES) {
          throw failed(path, e);
        }
        pause(path);
      } catch (SdkException e) {
        throw failed(path, e);
      }
    }
  }

  private Optional<HeadObjectResponse> head(String path) throws IOException {
    try {
      return Optional.of(
          call(path, () -> s3().headObject(request -> request.bucket(bucket).key(prefix + path))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private ResponseBytes<GetObjectResponse> get(String path, @Nullable String range)
      throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(bucket).key(prefix + path).range(range).build();
    return call(path, () -> s3().getObjectAsBytes(request));
  }

  private PutObjectRequest.Builder put(String path) {
    return PutObjectRequest.builder().bucket(bucket).key(prefix + path);
  }

  private <T> T call(String path, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(path, e);
    }
  }

  private IOException failed(String path, SdkException e) {
    return BucketClients.failure(bucket, prefix + path, e);
  }

  /** The server's clock; ours only if a server does not say. */
  private static Instant date(SdkHttpResponse answer) {
    try {
      return answer
          .firstMatchingHeader("Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(java.time.Clock.systemUTC()::instant);
    } catch (DateTimeParseException e) {
      return java.time.Clock.systemUTC().instant();
    }
  }

  private void pause(String path) throws IOException {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing s3://" + bucket + "/" + prefix + path, e);
    }
  }
}
