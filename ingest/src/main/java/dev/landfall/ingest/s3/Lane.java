package dev.landfall.ingest.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The objects of one account, Region and kind: keys below its prefix sort by the time in them.
 *
 * <p>Source: CloudTrail user guide, "CloudTrail log file name format": {@code
 * YYYY/MM/DD/<account>_CloudTrail_<region>_YYYYMMDDTHHmmZ_<random>.json.gz}, the minute of
 * delivery; files of a minute come in any order, and a little out of order over minutes. Invocation
 * logs: {@code YYYY/MM/DD/HH/<random>.json.gz}.
 *
 * @param prefix ends in a slash
 */
record Lane(String prefix, String account, String region, boolean trail) {
  private static final Duration TRAIL_WINDOW = Duration.ofMinutes(15);
  private static final Duration LOG_WINDOW = Duration.ofHours(2);
  private static final DateTimeFormatter DAY = formatter("yyyy/MM/dd");
  private static final DateTimeFormatter HOUR = formatter("yyyy/MM/dd/HH");
  private static final DateTimeFormatter MINUTE = formatter("yyyyMMdd'T'HHmm");

  /** How far before the time of a look its keys may still appear. */
  Duration window() {
    return trail ? TRAIL_WINDOW : LOG_WINDOW;
  }

  /** Sorts before every key of that minute (CloudTrail) or hour (invocation logs) and later. */
  String before(Instant time) {
    return trail
        ? "%s%s/%s_CloudTrail_%s_%s"
            .formatted(prefix, DAY.format(time), account, region, MINUTE.format(time))
        : prefix + HOUR.format(time);
  }

  /** Sorts before every key of that day and later. */
  String beforeDay(Instant time) {
    return prefix + DAY.format(time);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }
}
