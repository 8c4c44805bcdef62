package dev.landfall.web.http;

import dev.landfall.core.alert.Decision;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.control.ControlFolder;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Open alerts, and forms by which people decide on them; works without a script.
 *
 * <p>A decision is written as a file of its own below the lake, which the job reads; nothing else
 * is changed. Errors: 400 names the field and the accepted form.
 */
final class AlertPages {
  private static final Pattern ALERT = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern SILENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int ENDED_SHOWN = 50;
  private static final long LONGEST_HOURS = 24 * 90;

  private final LakeDesk desk;
  private final ControlFolder control;
  private final Clock clock;

  AlertPages(LakeDesk desk, ControlFolder control, Clock clock) {
    this.desk = desk;
    this.control = control;
    this.clock = clock;
  }

  void page(Context ctx) {
    List<AlertList.Entry> all = desk.ask(AlertList::read);
    List<Map<String, Object>> open =
        all.stream().filter(AlertList.Entry::live).map(AlertPages::row).toList();
    List<Map<String, Object>> ended =
        all.stream().filter(each -> !each.live()).limit(ENDED_SHOWN).map(AlertPages::row).toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("open", open);
    model.put("count", open.isEmpty() ? "No alert is open" : many(open.size()));
    model.put("ended", ended);
    model.put("hasEnded", !ended.isEmpty());
    List<Map<String, Object>> silences = silences();
    model.put("silences", silences);
    model.put("hasSilences", !silences.isEmpty());
    model.put("done", "yes".equals(ctx.queryParam("done")));
    ctx.header("Cache-Control", "no-store");
    ctx.html(Pages.render("alerts", model));
  }

  private static String many(int n) {
    return Text.count(n, "alert is open", "alerts are open");
  }

  private static Map<String, Object> row(AlertList.Entry alert) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", alert.id());
    row.put("state", alert.state());
    row.put("severity", alert.severity());
    row.put("rule", alert.rule());
    row.put("headline", alert.headline());
    row.put("count", Text.count(alert.occurrences(), "time", "times"));
    row.put("first", Text.minute(millis(alert.firstSeenAt())));
    row.put("last", Text.minute(millis(alert.lastSeenAt())));
    row.put("told", told(alert));
    row.put("standing", standing(alert));
    return row;
  }

  private static String told(AlertList.Entry alert) {
    Instant delivered = alert.deliveredAt();
    if (delivered != null) {
      return "A sink took it at " + Text.second(delivered.toEpochMilli());
    }
    if (alert.refused() > 0) {
      return "No sink took it; " + Text.count(alert.refused()) + " refused";
    }
    if (alert.digested()) {
      return "Told in a digest";
    }
    return alert.toldAt() == null ? "Not told" : "On its way";
  }

  private static String standing(AlertList.Entry alert) {
    String muted = alert.mutedBy();
    if (muted != null) {
      return muted.equals("no-route") ? "no sink is configured for it" : "muted by " + muted;
    }
    if (alert.acknowledgedAt() != null) {
      return "acknowledged";
    }
    return alert.reason() == null ? "" : alert.reason();
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : (Long) at.toEpochMilli();
  }

  private List<Map<String, Object>> silences() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Decision silence : reading(() -> control.silences(clock.millis()))) {
      rows.add(
          Map.of(
              "id", silence.id(),
              "what", silence.alert() == null ? silence.matches().toString() : silence.alert(),
              "by", silence.by(),
              "reason", silence.reason(),
              "from", Text.minute(silence.from()),
              "until", Text.minute(silence.until())));
    }
    return rows;
  }

  void acknowledge(Context ctx) {
    decide(ctx, Decision.Kind.ACK);
  }

  void disposition(Context ctx) {
    decide(ctx, Decision.Kind.DISPOSITION);
  }

  private void decide(Context ctx, Decision.Kind kind) {
    String alert = known(ctx.pathParam("id"));
    Instant now = clock.instant();
    record(
        ctx,
        () ->
            Decision.of(
                kind,
                ControlFolder.newId(kind, now),
                alert,
                field(ctx, "by"),
                field(ctx, "reason"),
                now.toEpochMilli()));
  }

  /** An alert that exists: a decision on none would never act. */
  private String known(String id) {
    if (!ALERT.matcher(id).matches()) {
      throw new Faults.Bad("This is no alert's id", "16 hex digits");
    }
    if (desk.ask(AlertList::read).stream().noneMatch(each -> each.id().equals(id))) {
      throw new Faults.Missing("The published lake holds no alert of this id.");
    }
    return id;
  }

  void silence(Context ctx) {
    Instant now = clock.instant();
    String alert = optional(ctx, "alert");
    String about = alert == null ? null : known(alert);
    Map<String, String> matches = new TreeMap<>();
    for (String key : Decision.MATCHES) {
      String value = optional(ctx, key);
      if (value != null) {
        matches.put(key, value);
      }
    }
    Instant from = from(ctx, now);
    Duration length = Duration.ofHours(hours(field(ctx, "hours")));
    record(
        ctx,
        () ->
            new Decision(
                ControlFolder.newId(Decision.Kind.SILENCE, now),
                Decision.Kind.SILENCE,
                about,
                matches,
                field(ctx, "by"),
                field(ctx, "reason"),
                now.toEpochMilli(),
                from.toEpochMilli(),
                from.plus(length).toEpochMilli()));
  }

  private static Instant from(Context ctx, Instant now) {
    String from = optional(ctx, "from");
    try {
      return from == null ? now : Instant.parse(from);
    } catch (java.time.DateTimeException e) {
      throw new Faults.Bad("'from' is not a time", "2026-11-28T22:00:00Z");
    }
  }

  private static long hours(String text) {
    try {
      long hours = Long.parseLong(text);
      if (hours >= 1 && hours <= LONGEST_HOURS) {
        return hours;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Faults.Bad("'hours' is no length of a silence", "1 to " + LONGEST_HOURS);
  }

  void unsilence(Context ctx) {
    String id = ctx.pathParam("id");
    Instant now = clock.instant();
    boolean known =
        SILENCE.matcher(id).matches()
            && reading(() -> control.silences(now.toEpochMilli())).stream()
                .anyMatch(each -> each.id().equals(id));
    if (!known) {
      throw new Faults.Missing("No silence of this id acts or will.");
    }
    record(
        ctx,
        () ->
            Decision.of(
                Decision.Kind.UNSILENCE,
                ControlFolder.newId(Decision.Kind.UNSILENCE, now),
                id,
                field(ctx, "by"),
                field(ctx, "reason"),
                now.toEpochMilli()));
  }

  /** Writes it and leads back to the page. */
  private void record(Context ctx, Supplier<Decision> decision) {
    try {
      control.write(decision.get());
    } catch (ArithmeticException e) {
      throw new Faults.Bad("'from' is too far away", "a time like 2026-11-28T22:00:00Z");
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Faults.Bad(String.valueOf(e.getMessage()), "by, reason, and what is decided on");
    } catch (IOException e) {
      throw new Faults.Unavailable("The decision could not be kept; the disk may be full.");
    }
    ctx.redirect("/alerts?done=yes", HttpStatus.SEE_OTHER);
  }

  private static String field(Context ctx, String name) {
    String value = optional(ctx, name);
    if (value == null) {
      throw new Faults.Bad("'" + name + "' is missing", name + "=…");
    }
    return value;
  }

  private static @Nullable String optional(Context ctx, String name) {
    String value = ctx.formParam(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Reading that may fail. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new Faults.Unavailable("The decisions below the lake cannot be read.");
    }
  }
}
