package dev.landfall.reports.alerts;

import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alerts as the published lake knows them, open ones and the gravest first. */
public final class AlertList {
  private AlertList() {}

  /**
   * One alert.
   *
   * @param accepted requests that sinks took
   * @param refused requests that sinks refused for good
   */
  public record Entry(
      String id,
      String state,
      String severity,
      String rule,
      @Nullable String account,
      @Nullable String workload,
      @Nullable String profile,
      @Nullable String region,
      long occurrences,
      @Nullable Instant firstSeenAt,
      @Nullable Instant lastSeenAt,
      @Nullable Instant openedAt,
      @Nullable Instant toldAt,
      @Nullable Instant deliveredAt,
      long accepted,
      long refused,
      boolean digested,
      @Nullable Instant acknowledgedAt,
      @Nullable String mutedBy,
      @Nullable String decidedBy,
      @Nullable String reason,
      String headline) {
    public boolean live() {
      return state.equals("open") || state.equals("updated");
    }
  }

  public static List<Entry> read(Lake lake) {
    try (LakeSession session = lake.session(Window.all())) {
      List<Entry> entries = new ArrayList<>();
      for (Row row : session.windowed(AlertsReport.ROWS)) {
        entries.add(entry(row));
      }
      return entries;
    }
  }

  private static Entry entry(Row row) {
    return new Entry(
        said(row, "alert_id"),
        said(row, "state"),
        said(row, "severity"),
        said(row, "rule"),
        row.text("account"),
        row.text("workload"),
        row.text("profile"),
        row.text("region"),
        row.count("occurrences"),
        row.time("first_seen_at"),
        row.time("last_seen_at"),
        row.time("opened_at"),
        row.time("told_at"),
        row.time("delivered_at"),
        row.count("accepted"),
        row.count("refused"),
        "yes".equals(row.text("digested")),
        row.time("acknowledged_at"),
        row.text("muted_by"),
        row.text("decided_by"),
        row.text("reason"),
        said(row, "headline"));
  }

  private static String said(Row row, String column) {
    return Objects.requireNonNullElse(row.text(column), "");
  }
}
