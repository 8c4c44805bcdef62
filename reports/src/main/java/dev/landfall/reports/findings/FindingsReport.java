package dev.landfall.reports.findings;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong, the gravest first; then what has ended, then what a correction took back. */
public final class FindingsReport implements Report {
  static final Sql ROWS = Sql.of(FindingsReport.class, "findings");
  private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("finding_id", "Finding"),
          text("rule", "Rule"),
          count("rule_version", "Version", ""),
          text("severity", "Severity"),
          text("status", "Status"),
          text("account", "Account"),
          text("workload", "Workload"),
          text("profile", "Profile"),
          text("region", "Region"),
          text("subject", "Subject"),
          sum("occurrences", "Occurrences", ""),
          time("first_seen_at", "First"),
          time("last_seen_at", "Last"),
          time("ended_at", "Ended"),
          text("value", "Measured"),
          text("limit_value", "Held against"),
          text("cause", "Likeliest cause"),
          text("headline", "What"));

  @Override
  public String name() {
    return "findings";
  }

  @Override
  public String title() {
    return "What is wrong";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session);
      List<Row> rows = page.query(ROWS);
      ReportTable table =
          ReportTable.of(
              "rows",
              "Findings",
              "Counts are those of the whole finding; of rules with episodes, minutes over the limit.",
              COLUMNS,
              rows);
      return page.page(sentence(rows), table);
    }
  }

  private static String sentence(List<Row> rows) {
    Map<String, Long> open = new TreeMap<>();
    long superseded = 0;
    long ended = 0;
    for (Row row : rows) {
      if ("open".equals(row.text("status"))) {
        open.merge(String.valueOf(row.text("severity")), 1L, Long::sum);
      } else if ("ended".equals(row.text("status"))) {
        ended++;
      } else {
        superseded++;
      }
    }
    long total = open.values().stream().mapToLong(Long::longValue).sum();
    String over = ended == 0 ? "" : "; " + Words.count(ended, "has", "have") + " ended";
    String taken =
        superseded == 0
            ? over
            : over + "; " + Words.count(superseded, "was", "were") + " taken back by a correction";
    if (total == 0) {
      return "No finding is open" + taken + ".";
    }
    List<String> parts = new ArrayList<>();
    for (String severity : SEVERITIES) {
      if (open.containsKey(severity)) {
        parts.add(Words.number(open.get(severity)) + " " + severity);
      }
    }
    return Words.count(total, "finding is open", "findings are open")
        + ": "
        + String.join(", ", parts)
        + taken
        + ".";
  }
}
