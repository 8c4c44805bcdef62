package dev.landfall.web.cli;

import dev.landfall.core.alert.Decision;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.reports.control.ControlFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alert silence} and {@code alert unsilence}. */
final class AlertSilences {
  private AlertSilences() {}

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
  static final class Silence extends AlertDecision {
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
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = configuration();
      Instant now = io.clock().instant();
      Map<String, String> matches = new TreeMap<>();
      put(matches, "rule", rule);
      put(matches, "account", account);
      put(matches, "workload", workload);
      put(matches, "region", region);
      String alert = id == null ? null : whole(setup, id);
      if (alert == null && matches.isEmpty()) {
        throw new WrongUsage(
            "name what to silence: an alert, --rule, --account, --workload or --region");
      }
      Instant begins = from == null ? now : Times.time("--from", from);
      Duration lasts = length();
      return write(
          setup.lake(),
          () ->
              new Decision(
                  ControlFolder.newId(Decision.Kind.SILENCE, now),
                  Decision.Kind.SILENCE,
                  alert,
                  matches,
                  by(),
                  reason(),
                  now.toEpochMilli(),
                  begins.toEpochMilli(),
                  begins.plus(lasts).toEpochMilli()));
    }

    private Duration length() throws WrongUsage {
      Duration lasts = Times.duration("--for", length);
      if (lasts.isZero()) {
        throw new WrongUsage("--for '" + length + "' is not a duration like 30m, 6h, 7d");
      }
      return lasts;
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
  static final class Unsilence extends AlertDecision {
    @Parameters(index = "0", paramLabel = "SILENCE", description = "Its id; 'alert list' shows it.")
    private String id = "";

    Unsilence(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = configuration();
      Instant now = io.clock().instant();
      boolean known =
          LakeControl.of(setup.lake()).silences(now.toEpochMilli()).stream()
              .anyMatch(each -> each.id().equals(id));
      if (!known) {
        throw new WrongUsage(
            "no silence '" + id + "' acts or will; 'landfall alert list' shows them");
      }
      return write(setup.lake(), () -> about(id, Decision.Kind.UNSILENCE, now));
    }
  }
}
