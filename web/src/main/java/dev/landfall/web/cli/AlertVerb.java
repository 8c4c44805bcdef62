package dev.landfall.web.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.alert.Decision;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.Units;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.control.ControlFolder;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "alert",
    description = "See alerts and decide on them: list, ack, disposition, silence, unsilence.")
final class AlertVerb {
  /** Who decides and why; both are kept for good. */
  static final class Person {
    @Option(
        names = "--by",
        required = true,
        paramLabel = "NAME",
        description = "Who decides; stands in the lake and in evidence, never in a message.")
    private String by = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, up to 500 characters.")
    private String reason = "";
  }

  @Command(
      name = "list",
      description = "Alerts as the last published version of the lake knows them.",
      footer = {
        "",
        "Examples:",
        "  landfall alert list",
        "  landfall alert list --all --json",
        "",
        "Exit codes: 0 none is open, 1 some are."
      })
  static final class Listing implements Callable<Integer> {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();

    @Option(names = "--all", description = "Those that have ended too.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Listing(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = Setup.config(config.path(io), io);
      List<AlertList.Entry> alerts;
      try (ReadableLake place = ReadableLake.now(setup, io);
          Lake lake = Lake.open(place.folder(), LakeOptions.standard())) {
        alerts = AlertList.read(lake);
      }
      List<AlertList.Entry> shown = alerts.stream().filter(each -> all || each.live()).toList();
      List<Decision> silences = LakeControl.of(setup.lake()).silences(io.clock().millis());
      io.data(json ? json(shown, silences) : text(shown, silences));
      return alerts.stream().anyMatch(AlertList.Entry::live) ? Exit.FINDINGS : Exit.FINE;
    }

    private static String json(List<AlertList.Entry> alerts, List<Decision> silences)
        throws JsonProcessingException {
      List<Map<String, Object>> rows = alerts.stream().map(Listing::row).toList();
      List<Map<String, String>> windows = new java.util.ArrayList<>();
      for (Decision silence : silences) {
        Map<String, String> texts = new TreeMap<>(silence.texts());
        texts.put("id", silence.id());
        windows.add(texts);
      }
      Map<String, Object> whole = new LinkedHashMap<>();
      whole.put("alerts", rows);
      whole.put("silences", windows);
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
    }

    private static Map<String, Object> row(AlertList.Entry alert) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("alert_id", alert.id());
      row.put("state", alert.state());
      row.put("severity", alert.severity());
      row.put("rule", alert.rule());
      row.put("account", alert.account());
      row.put("workload", alert.workload());
      row.put("profile", alert.profile());
      row.put("region", alert.region());
      row.put("occurrences", alert.occurrences());
      row.put("first_seen_at", text(alert.firstSeenAt()));
      row.put("last_seen_at", text(alert.lastSeenAt()));
      row.put("opened_at", text(alert.openedAt()));
      row.put("told_at", text(alert.toldAt()));
      row.put("delivered_at", text(alert.deliveredAt()));
      row.put("accepted", alert.accepted());
      row.put("refused", alert.refused());
      row.put("digested", alert.digested());
      row.put("acknowledged_at", text(alert.acknowledgedAt()));
      row.put("muted_by", alert.mutedBy());
      row.put("decided_by", alert.decidedBy());
      row.put("reason", alert.reason());
      row.put("headline", alert.headline());
      return row;
    }

    private static @Nullable String text(@Nullable Instant at) {
      return at == null ? null : at.toString();
    }

    private static String text(List<AlertList.Entry> alerts, List<Decision> silences) {
      StringBuilder text = new StringBuilder();
      for (AlertList.Entry alert : alerts) {
        text.append(
            String.format(
                Locale.ENGLISH,
                "%s  %-12s %-8s %,9d times since %s%s%n    %s%n",
                alert.id(),
                alert.state(),
                alert.severity(),
                alert.occurrences(),
                alert.firstSeenAt(),
                standing(alert),
                alert.headline()));
      }
      for (Decision silence : silences) {
        text.append(
            "silence %s until %s, %s%n"
                .formatted(silence.id(), Instant.ofEpochMilli(silence.until()), silence.matches()));
      }
      return text.length() == 0 ? "No alert is open.\n" : text.toString();
    }

    private static String standing(AlertList.Entry alert) {
      if (alert.mutedBy() != null) {
        return ", muted by " + alert.mutedBy();
      }
      if (alert.acknowledgedAt() != null) {
        return ", acknowledged";
      }
      return alert.digested() ? ", in a digest" : "";
    }
  }

  /** What an acknowledgement and a disposition have in common. */
  private static final class Deciding {
    private Deciding() {}

    static int on(Io io, ConfigOption config, Person person, Decision.Kind kind, String id)
        throws Exception {
      LandfallConfig setup = Setup.config(config.path(io), io);
      String alert = whole(setup, io, id);
      Instant now = io.clock().instant();
      return written(
          io,
          setup.lake(),
          () ->
              Decision.of(
                  kind,
                  ControlFolder.newId(kind, now),
                  alert,
                  person.by,
                  person.reason,
                  now.toEpochMilli()));
    }

    /** The whole id of the one alert that begins so. */
    static String whole(LandfallConfig setup, Io io, String id) throws Exception {
      List<String> found;
      try (ReadableLake place = ReadableLake.now(setup, io);
          Lake open = Lake.open(place.folder(), LakeOptions.standard())) {
        found =
            AlertList.read(open).stream()
                .map(AlertList.Entry::id)
                .filter(each -> each.startsWith(id))
                .toList();
      }
      if (found.size() == 1) {
        return found.get(0);
      }
      throw new WrongUsage(
          found.isEmpty()
              ? "no alert has the id '" + id + "'; 'landfall alert list --all' shows them"
              : "several alerts begin with '" + id + "': " + String.join(", ", found));
    }

    static int written(Io io, LakePlace lake, Supplier<Decision> wanted)
        throws IOException, WrongUsage {
      Decision decision = checked(wanted);
      LakeControl.of(lake).write(decision);
      io.data(decision.id() + "\n");
      io.say(
          "on record; a running service acts on it within a second, and the lists show it with the"
              + " next version of the lake");
      return Exit.FINE;
    }
  }

  /** What is refused was the caller's to give. */
  static Decision checked(Supplier<Decision> wanted) throws WrongUsage {
    try {
      return wanted.get();
    } catch (ArithmeticException | java.time.DateTimeException e) {
      throw new WrongUsage("--from and --for lead to a time too far away");
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "ack",
      description = "Say that somebody is at it: the alert stays open and is not repeated.",
      footer = {
        "",
        "Example:",
        "  landfall alert ack a41c09d2 --by kim@example.com --reason \"looking at the profile\""
      })
  static final class Ack implements Callable<Integer> {
    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final Person person = new Person();

    @Parameters(index = "0", paramLabel = "ALERT", description = "Its id, or its beginning.")
    private String id = "";

    Ack(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      return Deciding.on(io, config, person, Decision.Kind.ACK, id);
    }
  }

  @Command(
      name = "disposition",
      description = "Decide on all that was seen up to now: the alert ends, with your reason.",
      footer = {
        "",
        "Example:",
        "  landfall alert disposition a41c09d2 --by kim@example.com --reason \"test account, closed\"",
        "",
        "A call made later opens it again."
      })
  static final class Disposition implements Callable<Integer> {
    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final Person person = new Person();

    @Parameters(index = "0", paramLabel = "ALERT", description = "Its id, or its beginning.")
    private String id = "";

    Disposition(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      return Deciding.on(io, config, person, Decision.Kind.DISPOSITION, id);
    }
  }

  @Command(
      name = "silence",
      description = "Keep alerts from being told for a time; they open and stand in the lake.",
      footer = {
        "",
        "Examples:",
        "  landfall alert silence a41c09d2 --for 2h --by kim@example.com --reason \"known\"",
        "  landfall alert silence --workload batch --rule residency-unproven \\",
        "      --from 2026-11-28T22:00:00Z --for 4h --by kim@example.com --reason \"maintenance\""
      })
  static final class Silence implements Callable<Integer> {
    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final Person person = new Person();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "ALERT",
        description = "One alert, or leave it out and name what to silence.")
    private @Nullable String id;

    @Option(names = "--rule", paramLabel = "RULE", description = "Findings of this rule.")
    private @Nullable String rule;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Of this account.")
    private @Nullable String account;

    @Option(names = "--workload", paramLabel = "WORKLOAD", description = "Of this workload.")
    private @Nullable String workload;

    @Option(names = "--region", paramLabel = "REGION", description = "About this Region.")
    private @Nullable String region;

    @Option(
        names = "--for",
        required = true,
        paramLabel = "TIME",
        description = "How long, like 30m, 2h, 7d.")
    private String length = "";

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "When it begins, like 2026-11-28T22:00:00Z. Default: now.")
    private @Nullable String from;

    Silence(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = Setup.config(config.path(io), io);
      Instant now = io.clock().instant();
      Map<String, String> matches = new TreeMap<>();
      put(matches, "rule", rule);
      put(matches, "account", account);
      put(matches, "workload", workload);
      put(matches, "region", region);
      String alert = id == null ? null : Deciding.whole(setup, io, id);
      if (alert == null && matches.isEmpty()) {
        throw new WrongUsage(
            "name what to silence: an alert, --rule, --account, --workload or --region");
      }
      Instant begins = begins(now);
      Duration lasts = length();
      return Deciding.written(
          io,
          setup.lake(),
          () ->
              new Decision(
                  ControlFolder.newId(Decision.Kind.SILENCE, now),
                  Decision.Kind.SILENCE,
                  alert,
                  matches,
                  person.by,
                  person.reason,
                  now.toEpochMilli(),
                  begins.toEpochMilli(),
                  begins.plus(lasts).toEpochMilli()));
    }

    private Instant begins(Instant now) throws WrongUsage {
      String given = from;
      if (given == null) {
        return now;
      }
      try {
        return Instant.parse(given);
      } catch (java.time.DateTimeException e) {
        throw new WrongUsage("--from '" + given + "' is not a time like 2026-11-28T22:00:00Z");
      }
    }

    private Duration length() throws WrongUsage {
      return Units.duration(length)
          .filter(each -> !each.isZero())
          .orElseThrow(
              () -> new WrongUsage("--for '" + length + "' is not a time like 30m, 2h, 7d"));
    }

    private static void put(Map<String, String> matches, String key, @Nullable String value) {
      if (value != null) {
        matches.put(key, value);
      }
    }
  }

  @Command(
      name = "unsilence",
      description = "End a silence before its time.",
      footer = {
        "",
        "Example:",
        "  landfall alert unsilence 20261121T140000000Z-silence-1a2b3c4d --by kim --reason done"
      })
  static final class Unsilence implements Callable<Integer> {
    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final Person person = new Person();

    @Parameters(index = "0", paramLabel = "SILENCE", description = "Its id; 'alert list' shows it.")
    private String id = "";

    Unsilence(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = Setup.config(config.path(io), io);
      Instant now = io.clock().instant();
      boolean known =
          LakeControl.of(setup.lake()).silences(now.toEpochMilli()).stream()
              .anyMatch(each -> each.id().equals(id));
      if (!known) {
        throw new WrongUsage(
            "no silence '" + id + "' acts or will; 'landfall alert list' shows them");
      }
      return Deciding.written(
          io,
          setup.lake(),
          () ->
              Decision.of(
                  Decision.Kind.UNSILENCE,
                  ControlFolder.newId(Decision.Kind.UNSILENCE, now),
                  id,
                  person.by,
                  person.reason,
                  now.toEpochMilli()));
    }
  }
}
