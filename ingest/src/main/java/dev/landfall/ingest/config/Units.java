package dev.landfall.ingest.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as people write them.
 *
 * <p>Units: a year is 366 days, so that "keep 7y" never keeps less than seven calendar years; KiB
 * and K are 1024, KB is 1000.
 */
public final class Units {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]*)");
  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(366));
  private static final Map<String, Long> SIZES =
      Map.of(
          "", 1L,
          "B", 1L,
          "KB", 1000L,
          "MB", 1000_000L,
          "GB", 1000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);

  private Units() {}

  /** Empty when the text is no duration. */
  public static Optional<Duration> duration(String text) {
    Matcher m = AMOUNT.matcher(text);
    if (!m.matches() || !DURATIONS.containsKey(m.group(2))) {
      return Optional.empty();
    }
    return Optional.of(DURATIONS.get(m.group(2)).multipliedBy(Long.parseLong(m.group(1))));
  }

  /** A duration as one would write it: {@code 400d}, {@code 170h}, {@code 90m}, {@code 30s}. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** Empty when the text is no size. */
  public static Optional<Long> bytes(String text) {
    Matcher m = AMOUNT.matcher(text);
    if (!m.matches() || !SIZES.containsKey(m.group(2))) {
      return Optional.empty();
    }
    return Optional.of(SIZES.get(m.group(2)) * Long.parseLong(m.group(1)));
  }
}
