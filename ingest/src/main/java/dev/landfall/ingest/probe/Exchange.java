package dev.landfall.ingest.probe;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What is learned of one request while it is under way.
 *
 * <p>Missing: null until the answer says it. Source of the headers: Bedrock runtime API,
 * InvokeModel ({@code X-Amzn-Bedrock-…-Token-Count}, {@code X-Amzn-Bedrock-Invocation-Latency}).
 * Threads: safe.
 */
final class Exchange {
  private static final String COUNT = "x-amzn-bedrock-%s-token-count";

  private final Timeline timeline;
  private @Nullable String invocation;
  private @Nullable WireTap tap;
  private @Nullable String requestId;
  private @Nullable Integer status;
  private @Nullable Long serviceMs;
  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cacheRead;
  private @Nullable Long cacheWrite;

  Exchange(Timeline timeline) {
    this.timeline = timeline;
  }

  Timeline timeline() {
    return timeline;
  }

  synchronized void invokedAs(String id, WireTap by) {
    invocation = id;
    tap = by;
  }

  /** Nothing more is heard of it. */
  synchronized void ended() {
    if (tap != null) {
      tap.forget(invocation);
    }
  }

  synchronized void answered(SdkHttpResponse response) {
    status = response.statusCode();
    requestId = response.firstMatchingHeader("x-amzn-requestid").orElse(requestId);
    serviceMs = number(response, "x-amzn-bedrock-invocation-latency", serviceMs);
    tokens(
        number(response, COUNT.formatted("input"), null),
        number(response, COUNT.formatted("output"), null),
        number(response, COUNT.formatted("cache-read-input"), null),
        number(response, COUNT.formatted("cache-write-input"), null));
  }

  /** Counts as the answer states them; null leaves what is known. */
  synchronized void tokens(
      @Nullable Number in, @Nullable Number out, @Nullable Number read, @Nullable Number written) {
    input = in == null ? input : (Long) in.longValue();
    output = out == null ? output : (Long) out.longValue();
    cacheRead = read == null ? cacheRead : (Long) read.longValue();
    cacheWrite = written == null ? cacheWrite : (Long) written.longValue();
  }

  synchronized void serviceMs(@Nullable Number ms) {
    serviceMs = ms == null ? serviceMs : (Long) ms.longValue();
  }

  synchronized void requestId(@Nullable String id) {
    requestId = id == null ? requestId : id;
  }

  synchronized void status(int code) {
    status = status == null ? (Integer) code : status;
  }

  synchronized @Nullable String requestId() {
    return requestId;
  }

  synchronized @Nullable Integer status() {
    return status;
  }

  synchronized @Nullable Long serviceMs() {
    return serviceMs;
  }

  synchronized @Nullable Long input() {
    return input;
  }

  synchronized @Nullable Long output() {
    return output;
  }

  synchronized @Nullable Long cacheRead() {
    return cacheRead;
  }

  synchronized @Nullable Long cacheWrite() {
    return cacheWrite;
  }

  private static @Nullable Long number(
      SdkHttpResponse response, String header, @Nullable Long otherwise) {
    String text = response.firstMatchingHeader(header).orElse("");
    return text.matches("[0-9]{1,15}") ? (Long) Long.parseLong(text) : otherwise;
  }
}
