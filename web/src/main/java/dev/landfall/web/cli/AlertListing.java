package dev.landfall.web.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.alert.Decision;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alert list}. */
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
final class AlertListing extends ConfiguredVerb {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Option(names = "--all", description = "Those that have ended too.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  AlertListing(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    LandfallConfig setup = configuration();
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
    List<Map<String, Object>> rows = alerts.stream().map(AlertListing::row).toList();
    List<Map<String, String>> windows = new ArrayList<>();
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
