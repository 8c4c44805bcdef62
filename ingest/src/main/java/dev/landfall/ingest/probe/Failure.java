package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeErrorClass;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What went wrong, without its message: messages may quote what was sent.
 *
 * <p>Source: Bedrock runtime API, "Errors"; ServiceQuotaExceeded is status 400 and ModelNotReady
 * 429 there, so names count before numbers.
 */
record Failure(ProbeErrorClass kind, String code) {

  /**
   * Sorts a failure.
   *
   * @param begun the answer began with status 200
   */
  static Failure of(Throwable thrown, boolean begun) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof SdkServiceException refused) {
      String code = code(refused);
      return new Failure(kind(code, refused.statusCode(), begun), code);
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ApiCallTimeoutException
          || t instanceof ApiCallAttemptTimeoutException
          || t instanceof TimeoutException
          || t instanceof java.util.concurrent.TimeoutException) {
        return new Failure(ProbeErrorClass.TIMEOUT, t.getClass().getSimpleName());
      }
      if (t instanceof IOException) {
        return new Failure(ProbeErrorClass.NETWORK, t.getClass().getSimpleName());
      }
    }
    Throwable root = root(cause);
    return new Failure(
        begun ? ProbeErrorClass.STREAM : ProbeErrorClass.LOCAL, root.getClass().getSimpleName());
  }

  private static ProbeErrorClass kind(String code, int status, boolean begun) {
    if (code.startsWith("Throttling")
        || code.startsWith("TooManyRequests")
        || code.startsWith("ServiceQuotaExceeded")) {
      return ProbeErrorClass.THROTTLED;
    }
    if (begun) {
      return ProbeErrorClass.STREAM;
    }
    if (code.startsWith("Model")) {
      return ProbeErrorClass.MODEL;
    }
    if (status == 429) {
      return ProbeErrorClass.THROTTLED;
    }
    if (status == 401 || status == 403) {
      return ProbeErrorClass.DENIED;
    }
    return status >= 400 && status < 500 ? ProbeErrorClass.INVALID : ProbeErrorClass.SERVER;
  }

  private static String code(SdkServiceException refused) {
    String code =
        refused instanceof AwsServiceException aws && aws.awsErrorDetails() != null
            ? aws.awsErrorDetails().errorCode()
            : null;
    String name = code == null ? refused.getClass().getSimpleName() : code;
    String shown = name.substring(0, Math.min(name.length(), 100));
    // Within a stream AWS writes its exceptions with a small letter: throttlingException.
    return shown.isEmpty()
        ? "unnamed"
        : Character.toUpperCase(shown.charAt(0)) + shown.substring(1);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable t = thrown;
    while (t instanceof CompletionException && t.getCause() != null) {
      t = t.getCause();
    }
    return t;
  }

  private static Throwable root(Throwable thrown) {
    Throwable t = thrown;
    for (Throwable below = t.getCause(); below != null; below = t.getCause()) {
      t = below;
    }
    return t;
  }

  /** The service's own exception within a failure; null: it came from elsewhere. */
  static @Nullable SdkServiceException service(Throwable thrown) {
    return unwrapped(thrown) instanceof SdkServiceException refused ? refused : null;
  }
}
