package dev.landfall.core.alert;

import dev.landfall.core.detect.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Findings, decisions and terms for the tests of this package. Minute 0 is the start of time. */
final class Make {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long START = 1_790_000_000_000L;
  static final String BREACH = "a41c09d2e77b3f10";
  static final AlertTerms TERMS =
      new AlertTerms(
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofMinutes(5),
          3,
          Duration.ofMinutes(1),
          5_000);
  static final Routing ALL = new Routing(List.of(), List.of("pager", "chat"), Set.of("pager"));

  private Make() {}

  static long minute(long n) {
    return START + n * MINUTE;
  }

  static AlertBook book() {
    return new AlertBook(TERMS, ALL, 1);
  }

  /** A residency breach of the usual workload, last seen at that minute. */
  static FindingRevision breach(long revision, long occurrences, long lastMinute) {
    return finding(
        BREACH, "residency-breach", Severity.CRITICAL, revision, occurrences, lastMinute);
  }

  static FindingRevision finding(
      String id, String rule, Severity severity, long revision, long occurrences, long lastMinute) {
    return finding(id, rule, severity, revision, occurrences, lastMinute, null, occurrences > 0);
  }

  static FindingRevision finding(
      String id,
      String rule,
      Severity severity,
      long revision,
      long occurrences,
      long lastMinute,
      @Nullable String subject,
      boolean standing) {
    return new FindingRevision(
        id,
        revision,
        standing,
        rule,
        severity,
        "111122223333",
        "contact-centre",
        "apac.model-v1:0",
        "ap-southeast-1",
        subject,
        occurrences,
        minute(0),
        minute(lastMinute),
        "headline",
        null,
        null,
        null,
        null);
  }

  static FindingRevision gone(FindingRevision f, long revision) {
    return finding(
        f.findingId(),
        f.rule(),
        f.severity(),
        revision,
        0,
        (f.lastSeenAt() - START) / MINUTE,
        f.subject(),
        false);
  }

  static Decision decision(Decision.Kind kind, String id, String about, long minute) {
    return Decision.of(kind, id, about, "kim", "known", minute(minute));
  }

  static Decision silence(String id, Map<String, String> matches, long from, long until) {
    return new Decision(
        id,
        Decision.Kind.SILENCE,
        null,
        matches,
        "kim",
        "maintenance",
        minute(from),
        minute(from),
        minute(until));
  }

  static List<NoticeKind> kinds(AlertNews news) {
    return news.notices().stream().map(Notice::kind).toList();
  }
}
