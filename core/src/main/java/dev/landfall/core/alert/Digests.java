package dev.landfall.core.alert;

import dev.landfall.core.detect.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Many alerts as one notice: how many of each rule, and the gravest by name. */
public final class Digests {
  /** So many findings stand in a digest by name. */
  static final int NAMED = 10;

  static final Comparator<FindingRevision> GRAVEST_FIRST =
      Comparator.comparing(FindingRevision::severity)
          .thenComparing(f -> -f.occurrences())
          .thenComparing(FindingRevision::findingId);

  private Digests() {}

  public static Notice notice(boolean burst, List<Alert> alerts, AlertTerms terms, long now) {
    List<Alert> sorted =
        alerts.stream().sorted(Comparator.comparing(Alert::finding, GRAVEST_FIRST)).toList();
    List<String> lines = new ArrayList<>();
    sorted.stream().limit(NAMED).forEach(alert -> lines.add(line(alert.finding())));
    if (sorted.size() > NAMED) {
      lines.add("and " + (sorted.size() - NAMED) + " more");
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long occurrences = 0;
    for (Alert alert : sorted) {
      first = Math.min(first, alert.finding().firstSeenAt());
      last = Math.max(last, alert.finding().lastSeenAt());
      occurrences += alert.finding().occurrences();
    }
    Severity severity = burst ? sorted.get(0).finding().severity() : Severity.INFO;
    FindingRevision whole =
        whole(severity, occurrences, first, last, headline(burst, sorted, terms));
    List<String> ids = sorted.stream().map(a -> a.id() + '-' + a.episode()).toList();
    return notice(Notice.DIGEST + '-' + hash(ids), whole, lines, now);
  }

  /** Many findings as one; {@code severity} null: it is for information. */
  static FindingRevision whole(
      @Nullable Severity severity, long occurrences, long first, long last, String headline) {
    return new FindingRevision(
        Notice.DIGEST,
        0,
        true,
        Notice.DIGEST,
        severity == null ? Severity.INFO : severity,
        null,
        null,
        null,
        null,
        null,
        occurrences,
        first,
        last,
        headline,
        null,
        null,
        null,
        null);
  }

  static Notice notice(String key, FindingRevision whole, List<String> lines, long now) {
    return new Notice(
        Notice.DIGEST,
        key,
        NoticeKind.DIGEST,
        AlertState.OPEN,
        Notice.DIGEST,
        whole,
        now,
        now,
        lines);
  }

  /** The headline of alerts told together because their sink is behind. */
  static String behind(int alerts, Map<String, Long> rules) {
    return "%s told together, for more waited for this sink than it is told one by one: %s"
        .formatted(many(alerts), counts(rules));
  }

  private static String headline(boolean burst, List<Alert> alerts, AlertTerms terms) {
    Map<String, Long> rules =
        alerts.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.finding().rule(), TreeMap::new, Collectors.counting()));
    String counts = counts(rules);
    String many = many(alerts.size());
    return burst
        ? "%s more within %s, told together: %s"
            .formatted(many, words(terms.groupInterval()), counts)
        : "%s of calls made more than %s before they were read, told together: %s"
            .formatted(many, words(terms.maxAge()), counts);
  }

  private static String counts(Map<String, Long> rules) {
    return rules.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String many(int findings) {
    return findings == 1 ? "1 finding" : findings + " findings";
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
  }

  /** Without the caller: a role or user may carry a person's name. */
  static String line(FindingRevision f) {
    List<String> parts = new ArrayList<>();
    if (f.workload() != null) {
      parts.add("workload " + f.workload());
    }
    if (f.account() != null) {
      parts.add("account " + f.account());
    }
    if (f.profile() != null) {
      parts.add(Advice.profile(f.profile()));
    }
    if (f.region() != null) {
      parts.add(f.region());
    }
    String where = parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    return f.severity().id()
        + ", "
        + f.rule()
        + where
        + ", "
        + f.occurrences()
        + " times, "
        + f.findingId();
  }

  /** The same for the same texts in any order. */
  static String hash(List<String> texts) {
    String ids = texts.stream().sorted().collect(Collectors.joining(","));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
