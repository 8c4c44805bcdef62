package dev.landfall.core.alert;

import org.jspecify.annotations.Nullable;

/**
 * How a sink answered a request.
 *
 * @param status HTTP status; 0: there was no answer
 * @param reason why it was not accepted, in a few stable words; null: it was
 * @param retryAfterMillis how long the sink asks to wait; null: it does not say
 */
public record Reply(
    Verdict verdict, int status, @Nullable String reason, @Nullable Long retryAfterMillis) {

  /** What follows from an answer. */
  public enum Verdict {
    ACCEPTED,
    /** May succeed later. */
    RETRY,
    /** Will never succeed: the request or the address is wrong. */
    REJECTED
  }

  public static Reply accepted(int status) {
    return new Reply(Verdict.ACCEPTED, status, null, null);
  }

  public static Reply retry(int status, String reason, @Nullable Long retryAfterMillis) {
    return new Reply(Verdict.RETRY, status, reason, retryAfterMillis);
  }

  public static Reply rejected(int status, String reason) {
    return new Reply(Verdict.REJECTED, status, reason, null);
  }
}
