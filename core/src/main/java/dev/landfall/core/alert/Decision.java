package dev.landfall.core.alert;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided, with name, reason and time.
 *
 * <p>Shape: a flat map of texts, stored as one JSON object in a file of its own whose name is the
 * decision's id; nothing ever changes or removes such a file. Units: epoch milliseconds UTC, in the
 * file as ISO 8601.
 *
 * @param alert the alert decided on; of {@code UNSILENCE}, the id of the silence; null: a silence
 *     that names no single alert
 * @param matches for a silence what it covers, by {@code rule}, {@code account}, {@code workload},
 *     {@code region}
 * @param from when a silence begins; else the time of the decision
 * @param until when a silence ends; else the time of the decision
 */
public record Decision(
    String id,
    Kind kind,
    @Nullable String alert,
    Map<String, String> matches,
    String by,
    String reason,
    long at,
    long from,
    long until) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern FINDING = Pattern.compile("[0-9a-f]{16}");
  private static final int LONGEST = 500;
  private static final int LONGEST_MATCH = 200;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** What a silence may be limited to. */
  public static final java.util.List<String> MATCHES =
      java.util.List.of("rule", "account", "workload", "region");

  /** Kinds of decisions; the word in the file is the lower-case name. */
  public enum Kind {
    ACK,
    DISPOSITION,
    SILENCE,
    UNSILENCE;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Decision {
    require(ID.matcher(id).matches(), "an id of letters, digits, dots and dashes", id);
    require(!by.isBlank() && by.length() <= 100, "who decides, up to 100 characters", by);
    require(!reason.isBlank() && reason.length() <= LONGEST, "a reason, up to 500 characters", "");
    require(
        sane(at) && sane(from) && sane(until), "times of the years 2000 to 2199", "another time");
    matches = Map.copyOf(matches);
    switch (kind) {
      case ACK, DISPOSITION -> require(alert != null && finding(alert), "an alert's id", alert);
      case UNSILENCE -> require(alert != null && ID.matcher(alert).matches(), "a silence", alert);
      case SILENCE -> {
        require(alert == null || finding(alert), "an alert's id of 16 hex digits", alert);
        require(
            alert != null || !matches.isEmpty(),
            "an alert, a rule, an account, a workload or a Region to silence",
            "nothing");
        require(until > from, "an end after the beginning", "");
        require(
            MATCHES.containsAll(matches.keySet()),
            "one of " + MATCHES,
            matches.keySet().toString());
        require(
            matches.values().stream().allMatch(each -> each.length() <= LONGEST_MATCH),
            "names of up to 200 characters",
            "longer ones");
      }
    }
  }

  /** An acknowledgement, a disposition or the end of a silence. */
  public static Decision of(Kind kind, String id, String alert, String by, String reason, long at) {
    return new Decision(id, kind, alert, Map.of(), by, reason, at, at, at);
  }

  private static boolean sane(long at) {
    return at >= EARLIEST.toEpochMilli() && at < LATEST.toEpochMilli();
  }

  private static boolean finding(String id) {
    return FINDING.matcher(id).matches();
  }

  private static void require(boolean holds, String wanted, @Nullable String got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a decision wants "
              + wanted
              + (got == null || got.isEmpty() ? "" : ", got '" + got + "'"));
    }
  }

  /** As it stands in its file, without the id, which is the file's name. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("kind", kind.id());
    if (alert != null) {
      texts.put(kind == Kind.UNSILENCE ? "silence" : "alert", alert);
    }
    matches.forEach(texts::put);
    texts.put("by", by);
    texts.put("reason", reason);
    texts.put("at", Instant.ofEpochMilli(at).toString());
    if (kind == Kind.SILENCE) {
      texts.put("from", Instant.ofEpochMilli(from).toString());
      texts.put("until", Instant.ofEpochMilli(until).toString());
    }
    return texts;
  }

  /**
   * Reads what {@link #texts} wrote; a person may have written it instead.
   *
   * @throws IllegalArgumentException what is missing or wrong
   */
  public static Decision of(String id, Map<String, String> texts) {
    if (texts.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("a decision wants texts, got null for one of its fields");
    }
    Kind kind = kind(texts.getOrDefault("kind", ""));
    long at = time(texts, "at");
    Map<String, String> matches = new TreeMap<>();
    for (String key : MATCHES) {
      String value = texts.get(key);
      if (value != null) {
        matches.put(key, value);
      }
    }
    return new Decision(
        id,
        kind,
        texts.get(kind == Kind.UNSILENCE ? "silence" : "alert"),
        matches,
        texts.getOrDefault("by", ""),
        texts.getOrDefault("reason", ""),
        at,
        kind == Kind.SILENCE ? time(texts, "from") : at,
        kind == Kind.SILENCE ? time(texts, "until") : at);
  }

  private static Kind kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.id().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "a decision's kind is ack, disposition, silence or unsilence, got '" + word + "'");
  }

  private static long time(Map<String, String> texts, String key) {
    try {
      Instant time = Instant.parse(texts.getOrDefault(key, ""));
      if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
        return time.toEpochMilli();
      }
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' wants a time like 2026-11-01T00:00:00Z, got '%s'"
              .formatted(key, texts.getOrDefault(key, "")),
          e);
    }
    throw new IllegalArgumentException(
        "'%s' wants a time of the years 2000 to 2199, got '%s'"
            .formatted(key, texts.getOrDefault(key, "")));
  }

  /** Whether a silence covers the finding, whatever the time. */
  boolean covers(FindingRevision f) {
    return (alert == null || alert.equals(f.findingId()))
        && matches("rule", f.rule())
        && matches("account", f.account())
        && matches("workload", f.workload())
        && matches("region", f.region());
  }

  private boolean matches(String key, @Nullable String value) {
    String wanted = matches.get(key);
    return wanted == null || wanted.equals(value);
  }
}
