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

/** Many alerts as one notice: how many of each rule, and the gravest by name. */
public final class Digests {
  private static final int NAMED = 10;
  private static final Comparator<Alert> GRAVEST_FIRST =
      Comparator.comparing((Alert a) -> a.finding().severity())
          .thenComparing(a -> -a.finding().occurrences())
          .thenComparing(Alert::id);

  private Digests() {}

  public static Notice notice(boolean burst, List<Alert> alerts, AlertTerms terms, long now) {
    List<Alert> sorted = alerts.stream().sorted(GRAVEST_FIRST).toList();
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
        new FindingRevision(
            Notice.DIGEST,
            0,
            true,
            Notice.DIGEST,
            severity,
            null,
            null,
            null,
            null,
            null,
            occurrences,
            first,
            last,
            headline(burst, sorted, terms),
            null,
            null,
            null,
            null);
    return new Notice(
        Notice.DIGEST,
        Notice.DIGEST + '-' + hash(sorted),
        NoticeKind.DIGEST,
        AlertState.OPEN,
        Notice.DIGEST,
        whole,
        now,
        now,
        lines);
  }

  private static String headline(boolean burst, List<Alert> alerts, AlertTerms terms) {
    Map<String, Long> rules =
        alerts.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.finding().rule(), TreeMap::new, Collectors.counting()));
    String counts =
        rules.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String many = alerts.size() == 1 ? "1 finding" : alerts.size() + " findings";
    return burst
        ? "%s more within %s, told together: %s"
            .formatted(many, words(terms.groupInterval()), counts)
        : "%s of calls made more than %s before they were read, told together: %s"
            .formatted(many, words(terms.maxAge()), counts);
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
  }

  /** Without the caller: a role or user may carry a person's name. */
  private static String line(FindingRevision f) {
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

  private static String hash(List<Alert> alerts) {
    String ids =
        alerts.stream()
            .map(a -> a.id() + '-' + a.episode())
            .sorted()
            .collect(Collectors.joining(","));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
