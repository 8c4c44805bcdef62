package dev.landfall.ingest.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code canary:} and {@code heartbeat:}. An address counts as a secret. */
final class WatchReader {
  private static final Predicate<String> HOURS =
      Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
          .asMatchPredicate();
  private static final Map<String, HeartbeatConfig.Kind> KINDS =
      Map.of(
          "get", HeartbeatConfig.Kind.GET,
          "post", HeartbeatConfig.Kind.POST,
          "alertmanager", HeartbeatConfig.Kind.ALERTMANAGER);

  private WatchReader() {}

  static CanaryConfig canary(Value value) throws ConfigProblem {
    Section canary = value.section("account", "within", "every", "hours", "zone", "role_arn");
    CanaryConfig standard = CanaryConfig.standard();
    Duration within = canary.read("within", standard.within(), ConfigFile::positive);
    Duration every = canary.read("every", Value::duration).orElse(null);
    Duration least = Duration.ofMinutes(1);
    if (every != null && (every.compareTo(within) < 0 || every.compareTo(least) < 0)) {
      throw canary
          .need("every")
          .problem("the next canary must wait for the last one's 'within', and a minute at least");
    }
    String hours = canary.read("hours", v -> v.text(HOURS, "hours like 09:00-17:00")).orElse(null);
    return new CanaryConfig(
        canary.read("account", standard.account(), v -> v.text(Words.ACCOUNT, Words.AN_ACCOUNT)),
        within,
        every,
        hours == null ? standard.from() : LocalTime.parse(hours.substring(0, 5)),
        hours == null ? standard.to() : LocalTime.parse(hours.substring(6)),
        canary.read("zone", standard.zone(), WatchReader::zone),
        canary.read("role_arn", v -> v.text(SourceReader.ROLE, "the ARN of a role")).orElse(null));
  }

  private static ZoneId zone(Value value) throws ConfigProblem {
    String text = value.text();
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw value.problem("'" + text + "' is not a time zone like Pacific/Auckland or UTC");
    }
  }

  static HeartbeatConfig heartbeat(Value value) throws ConfigProblem {
    Section beat = value.section("type", "url", "every", "max_lag");
    Duration every = beat.read("every", Duration.ofMinutes(1), Value::duration);
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw beat.need("every").problem("1s is the least");
    }
    Value url = beat.need("url");
    url.text(SourceReader.URL, "an http address");
    return new HeartbeatConfig(
        beat.read("type", HeartbeatConfig.Kind.GET, v -> v.oneOf(KINDS)),
        url.secret(),
        every,
        beat.read("max_lag", Duration.ofHours(1), ConfigFile::positive));
  }
}
