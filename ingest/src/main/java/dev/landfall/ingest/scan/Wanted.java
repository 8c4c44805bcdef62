package dev.landfall.ingest.scan;

import dev.landfall.core.quota.QuotaMath;
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
  private static final String ARN_OF_AWS = "arn:aws:";

  private Wanted() {}

  /** One field's text; null also where it is empty. */
  public static @Nullable String text(Fields f, Field field) {
    String text = field.unique() ? f.text(field.slot()) : f.shared(field.slot());
    return text == null ? nothing(f, field) : text.isEmpty() ? null : text;
  }

  /** Each field's text: one loop, so that the compiler has one place instead of many. */
  public static void texts(Fields f, Field[] fields, @Nullable String[] into) {
    for (int i = 0; i < fields.length; i++) {
      into[i] = text(f, fields[i]);
    }
  }

  /** The first text that is there. */
  public static @Nullable String first(Fields f, Field[] fields) {
    String found = null;
    for (int i = 0; i < fields.length && found == null; i++) {
      found = text(f, fields[i]);
    }
    return found;
  }

  /**
   * Of each group the first count of tokens that is there: the first field of a group in its type,
   * the others only where they happen to be counts.
   */
  public static void counts(Fields f, Field[][] groups, @Nullable Long[] into) {
    for (int i = 0; i < groups.length; i++) {
      Field[] group = groups[i];
      Long said = f.count(group[0].slot());
      if (said == null) {
        nothing(f, group[0]);
      }
      Long found = credible(said);
      for (int k = 1; k < group.length && found == null; k++) {
        found = credible(f.count(group[k].slot()));
      }
      into[i] = found;
    }
  }

  /** Null also where a count is too large to be one of tokens: then nobody knows it. */
  public static @Nullable Long credible(@Nullable Long tokens) {
    return tokens == null || QuotaMath.credible(tokens) ? tokens : null;
  }

  /** A container that may be absent or null, but nothing else. */
  public static void object(Fields f, Field field) {
    if (f.kind(field.slot()) != Fields.OBJECT) {
      nothing(f, field);
    }
  }

  public static String present(Fields f, Field field) {
    return present(text(f, field), field);
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
    if (arn != null && arn.startsWith(ARN_OF_AWS)) {
      return AWS;
    }
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
