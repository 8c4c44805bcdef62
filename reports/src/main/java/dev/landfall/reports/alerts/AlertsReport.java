package dev.landfall.reports.alerts;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.PageBuilder;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;

/** What was alerted about, what people decided, and what the sinks took. */
public final class AlertsReport implements Report {
  static final Sql ROWS = Sql.of(AlertsReport.class, "alerts");
  private static final Sql RECEIPTS = Sql.of(AlertsReport.class, "receipts");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("alert_id", "Alert"),
          text("state", "State"),
          text("severity", "Severity"),
          text("rule", "Rule"),
          text("account", "Account"),
          text("workload", "Workload"),
          text("profile", "Profile"),
          text("region", "Region"),
          sum("occurrences", "Occurrences", ""),
          time("first_seen_at", "First"),
          time("last_seen_at", "Last"),
          time("opened_at", "Opened"),
          time("changed_at", "Changed"),
          time("told_at", "Told"),
          time("delivered_at", "Delivered"),
          sum("accepted", "Accepted", ""),
          sum("refused", "Refused", ""),
          text("digested", "In a digest"),
          time("acknowledged_at", "Acknowledged"),
          text("muted_by", "Muted by"),
          text("decided_by", "Decided by"),
          text("reason", "Reason"),
          text("sample_request_id", "One call"),
          text("headline", "What"));

  private static final List<ReportColumn> RECEIPT_COLUMNS =
      List.of(
          time("attempted_at", "Sent"),
          text("sink", "Sink"),
          text("alert_id", "Alert"),
          text("notice", "Notice"),
          count("tries", "Try", ""),
          text("outcome", "Outcome"),
          count("status", "HTTP", ""),
          text("reason", "Why not"),
          millis("took_ms", "Took"),
          count("occurrences", "Told count", ""),
          text("notice_key", "Key"));

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public String title() {
    return "What was alerted about";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page =
          new PageBuilder(this, session).reads(LakeTable.ALERTS).reads(LakeTable.DELIVERIES);
      List<Row> rows = page.query(ROWS);
      page.section(
          ReportTable.of(
              "receipts",
              "Receipts",
              "One row per attempt; the first time a sink took it is when it was delivered.",
              RECEIPT_COLUMNS,
              page.query(RECEIPTS)));
      ReportTable table =
          ReportTable.of(
              "rows", "Alerts", "As the last change in the window left them.", COLUMNS, rows);
      return page.page(sentence(rows), table);
    }
  }

  private static String sentence(List<Row> rows) {
    long open = rows.stream().filter(AlertsReport::live).count();
    long unacknowledged =
        rows.stream().filter(row -> live(row) && row.time("acknowledged_at") == null).count();
    if (rows.isEmpty()) {
      return "No alert was made.";
    }
    return open == 0
        ? "No alert is open; " + Words.count(rows.size(), "was made.", "were made.")
        : Words.count(open, "alert is open", "alerts are open")
            + ", "
            + Words.number(unacknowledged)
            + " of them not acknowledged.";
  }

  static boolean live(Row row) {
    return "open".equals(row.text("state")) || "updated".equals(row.text("state"));
  }
}
