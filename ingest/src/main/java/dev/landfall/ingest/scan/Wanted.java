package dev.landfall.ingest.scan;

import org.jspecify.annotations.Nullable;

/**
 * Reads fields that AWS itself writes: a value of the wrong type there is a damaged record.
 *
 * <p>Missing: null where absent or JSON null. Errors: {@link Stop} with {@code wrong-type}, {@code
 * missing-field}, {@code unknown-partition} or {@code future-event-time} and the path concerned.
 */
public final class Wanted {
  private static final String AWS = "aws";
  private static final String AWS_GOV = "aws-us-gov";

  private Wanted() {}

  public static @Nullable String shared(Fields f, Field field) {
    String text = f.shared(field.slot());
    return text == null ? nothing(f, field) : text.isEmpty() ? null : text;
  }

  public static @Nullable String text(Fields f, Field field) {
    String text = f.text(field.slot());
    return text == null ? nothing(f, field) : text.isEmpty() ? null : text;
  }

  public static @Nullable Long count(Fields f, Field field) {
    Long count = f.count(field.slot());
    if (count == null) {
      nothing(f, field);
    }
    return count;
  }

  /** A container that may be absent or null, but nothing else. */
  public static void object(Fields f, Field field) {
    if (f.kind(field.slot()) != Fields.OBJECT) {
      nothing(f, field);
    }
  }

  public static <T> T present(@Nullable T value, Field field) {
    if (value == null) {
      throw Stop.because(Stop.MISSING_FIELD, field.path());
    }
    return value;
  }

  /** The event's time, present, readable, and not ahead of the arrival of its bytes. */
  public static long time(Fields f, Field field, Origin origin) {
    if (!f.has(field.slot())) {
      throw Stop.because(Stop.MISSING_FIELD, field.path());
    }
    long at = f.time(field.slot());
    if (at == Times.NONE) {
      throw Stop.because(Stop.WRONG_TYPE, field.path());
    }
    if (origin.isFuture(at)) {
      throw Stop.because(Stop.FUTURE_EVENT_TIME, field.path());
    }
    return at;
  }

  /** By the caller's ARN, else by the Region's prefix; {@code aws} where neither tells. */
  public static String partition(@Nullable String arn, @Nullable String region) {
    String partition = AWS;
    if (arn != null && arn.startsWith("arn:") && arn.indexOf(':', 4) > 4) {
      partition = arn.substring(4, arn.indexOf(':', 4));
    } else if (region != null) {
      partition = ofRegion(region);
    }
    if (partition.equals(AWS)) {
      return AWS;
    }
    if (partition.equals(AWS_GOV)) {
      return AWS_GOV;
    }
    throw Stop.because(Stop.UNKNOWN_PARTITION, "neither aws nor aws-us-gov");
  }

  private static String ofRegion(String region) {
    if (region.startsWith("us-gov-")) {
      return AWS_GOV;
    }
    boolean apart =
        region.startsWith("cn-")
            || region.startsWith("us-iso")
            || region.startsWith("eu-iso")
            || region.startsWith("eusc-");
    return apart ? "other" : AWS;
  }

  private static @Nullable String nothing(Fields f, Field field) {
    if (f.has(field.slot())) {
      throw Stop.because(Stop.WRONG_TYPE, field.path());
    }
    return null;
  }
}
