package dev.landfall.reports.findings;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Sql;
import java.util.List;

/** The open findings that stand on every report's page. */
public final class OpenFindings {
  static final Sql QUERY = Sql.of(OpenFindings.class, "open");

  private OpenFindings() {}

  public static ReportTable read(LakeSession session) {
    return ReportTable.of(
        "findings",
        "Open findings",
        "",
        List.of(
            text("finding_id", "Finding"),
            text("rule", "Rule"),
            text("severity", "Severity"),
            count("occurrences", "Occurrences", ""),
            time("first_seen_at", "First"),
            time("last_seen_at", "Last"),
            text("headline", "What")),
        session.windowed(QUERY));
  }
}
