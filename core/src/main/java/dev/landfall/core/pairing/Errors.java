package dev.landfall.core.pairing;

import org.jspecify.annotations.Nullable;

/**
 * What an error name says of a call. CloudTrail may drop the suffix {@code Exception}, so names are
 * compared by how they begin.
 */
public final class Errors {
  private Errors() {}

  public static boolean throttled(@Nullable String errorCode) {
    return errorCode != null && errorCode.startsWith("Throttling");
  }

  public static boolean denied(@Nullable String errorCode) {
    return errorCode != null && errorCode.startsWith("AccessDenied");
  }

  /** Refused before a model ran: throttled, denied, no such resource, or a quota exceeded. */
  public static boolean refused(@Nullable String errorCode) {
    return throttled(errorCode)
        || denied(errorCode)
        || errorCode != null
            && (errorCode.startsWith("ResourceNotFound")
                || errorCode.startsWith("ServiceQuotaExceeded"));
  }
}
