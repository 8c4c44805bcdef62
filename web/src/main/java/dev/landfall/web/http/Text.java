package dev.landfall.web.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, times and places as the pages write them: English, UTC, no rounding of counts. */
final class Text {
  static final String NONE = "not known";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Text() {}

  static String count(long n) {
    return String.format(Locale.ENGLISH, "%,d", n);
  }

  static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** {@code 18 Nov 2026, 09:30} */
  static String minute(@Nullable Long millis) {
    return millis == null ? NONE : MINUTE.format(Instant.ofEpochMilli(millis));
  }

  /** The end of a range that began at {@code first}: the time alone where it is the same day. */
  static String minuteAfter(long first, long last) {
    boolean sameDay = first / 86_400_000L == last / 86_400_000L;
    String text = minute(last);
    return sameDay ? text.substring(text.indexOf(", ") + 2) : text;
  }

  static String second(@Nullable Long millis) {
    return millis == null ? NONE : SECOND.format(Instant.ofEpochMilli(millis));
  }

  /** For the {@code datetime} attribute; empty where not known. */
  static String machine(@Nullable Long millis) {
    return millis == null ? "" : Instant.ofEpochMilli(millis).toString();
  }

  /** {@code 84.2 %}; never 100.0 for less than all and never 0.0 for more than none. */
  static String share(double ratio) {
    double percent = ratio * 100;
    if (percent > 0 && percent < 0.1) {
      return "under 0.1 %";
    }
    if (percent < 100 && percent > 99.9) {
      return "over 99.9 %";
    }
    return String.format(Locale.ENGLISH, "%.1f %%", percent);
  }

  /** {@code 7 s}, {@code 4 min}, {@code 3 h}, {@code 2 d} */
  static String age(long millis) {
    Duration age = Duration.ofMillis(Math.max(0, millis));
    if (age.toSeconds() < 120) {
      return age.toSeconds() + " s";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + " min";
    }
    return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
  }

  /** The English name of an ISO 3166 country. */
  static String country(@Nullable String code) {
    if (code == null) {
      return "country not known";
    }
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
  }
}
