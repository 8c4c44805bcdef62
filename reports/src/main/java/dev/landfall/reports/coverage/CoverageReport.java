package dev.landfall.reports.coverage;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Coverage;
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
import dev.landfall.reports.totals.RecordSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was read, of whom, and what is missing: the report to read before any other. */
public final class CoverageReport implements Report {
  static final Sql BY_SOURCE = Sql.of(CoverageReport.class, "by_source");
  static final Sql UNREADABLE = Sql.of(CoverageReport.class, "unreadable");
  static final Sql REJECTS = Sql.of(CoverageReport.class, "reject_places");
  static final Sql LATE = Sql.of(CoverageReport.class, "late_records");
  static final Sql SURFACES = Sql.of(CoverageReport.class, "surfaces");
  static final Sql REMOVALS = Sql.of(CoverageReport.class, "removals");

  private static final List<ReportColumn> BY_SOURCE_COLUMNS =
      List.of(
          text("kind", "Kind"),
          text("account", "Account"),
          text("region", "Region"),
          text("holds", "Holds"),
          sum("objects", "Objects", ""),
          sum("damaged_objects", "Damaged", "objects"),
          sum("unreadable_objects", "Unreadable", "objects"),
          sum("records", "Records", ""),
          sum("witness_records", "Witnesses", "records"),
          sum("addendum_records", "Corrections", "records"),
          sum("change_records", "Changes", "records"),
          sum("ignored_records", "Ignored", "records"),
          sum("rejected_records", "Rejected", "records"),
          sum("stored_bytes", "Stored", "bytes"),
          sum("raw_bytes", "Decompressed", "bytes"),
          time("first_event_at", "First event"),
          time("last_event_at", "Last event"));

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public String title() {
    return "What was read, and what is missing";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session);
      List<Row> sources = page.query(BY_SOURCE);
      ReportTable table =
          ReportTable.of("rows", "Sources", limits(sources), BY_SOURCE_COLUMNS, sources);
      page.asked(HoursRead.QUERY)
          .section(missingHours(session))
          .section(unreadable(page))
          .section(rejects(page));
      page.section(late(page)).section(surfaces(page)).section(changes(page));
      if (!lake.manifest().files(LakeTable.REMOVALS).isEmpty()) {
        page.section(removals(page));
      }
      return page.page(sentence(page.coverage()), table);
    }
  }

  /** CloudTrail API reference, LookupEvents: what the event history leaves out. */
  private static String limits(List<Row> sources) {
    boolean history =
        sources.stream().anyMatch(row -> "cloudtrail-lookup".equals(row.text("kind")));
    return history
        ? "cloudtrail-lookup is CloudTrail's event history. It sees management events of the last"
            + " 90 days only: no data events, so no call on the mantle endpoint, and no digest"
            + " covers it."
        : "";
  }

  private static String sentence(Coverage coverage) {
    RecordSums sums = coverage.records();
    if (sums.recordsRead() == 0 && coverage.gaps().isEmpty()) {
      return "Nothing has been read yet.";
    }
    String read = Words.count(sums.recordsRead(), "record was read", "records were read");
    List<String> gaps = coverage.gaps();
    String tied = sums.ties() ? ", each accounted for once" : "";
    return gaps.isEmpty()
        ? read + tied + "; nothing is known to be missing."
        : read + tied + "; " + String.join(", ", gaps) + ".";
  }

  private static ReportTable missingHours(LakeSession session) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (HoursRead.Gap gap : HoursRead.of(session).gaps(session.window())) {
      rows.add(
          Arrays.asList(
              gap.account(), gap.region(), gap.kind(), gap.from(), gap.to(), gap.hours()));
    }
    return ReportTable.plain(
        "missing_hours",
        "Hours without files",
        "Between the first and the last file of each account, Region and kind. An hour in which"
            + " nothing happened has no file either, so these are places to look, not proof.",
        List.of(
            text("account", "Account"),
            text("region", "Region"),
            text("kind", "Kind"),
            time("from_at", "From"),
            time("to_at", "To"),
            sum("hours", "Hours", "h")),
        rows);
  }

  private static ReportTable unreadable(PageBuilder page) {
    return ReportTable.of(
        "unreadable",
        "Not read, or not read whole",
        "",
        List.of(
            text("status", "Status"),
            text("uri", "Object"),
            text("kind", "Kind"),
            text("account", "Account"),
            text("region", "Region"),
            text("reason", "Reason"),
            sum("records", "Records", "read"),
            sum("rejected_records", "Rejected", "records")),
        page.query(UNREADABLE));
  }

  private static ReportTable rejects(PageBuilder page) {
    return ReportTable.of(
        "rejects",
        "Damaged records",
        "Of the whole lake: a damaged record has no time. The bytes are not kept; place and"
            + " SHA-256 find them again.",
        List.of(
            text("reason", "Reason"),
            text("uri", "Object"),
            count("offset_bytes", "Offset", "bytes"),
            count("length_bytes", "Length", "bytes"),
            text("sha256", "SHA-256"),
            text("detail", "Detail")),
        page.queryWhole(REJECTS));
  }

  private static ReportTable late(PageBuilder page) {
    return ReportTable.of(
        "late",
        "Too late for their call",
        "Of the whole lake. Compaction merges them into their calls.",
        List.of(
            text("account", "Account"),
            text("kind", "Kind"),
            sum("records", "Records", ""),
            time("first_event_at", "First event"),
            time("last_event_at", "Last event")),
        page.queryWhole(LATE));
  }

  private static ReportTable surfaces(PageBuilder page) {
    return ReportTable.of(
        "surfaces",
        "Uses that no log attributes to a Region",
        "AWS logs the job or the configuration, not each inference.",
        List.of(
            text("surface", "Surface"),
            text("operation", "Operation"),
            text("account", "Account"),
            text("region", "Region called"),
            sum("uses", "Uses", "events"),
            sum("failed", "Failed", "events"),
            time("first_seen_at", "First"),
            time("last_seen_at", "Last")),
        page.query(SURFACES));
  }

  private static ReportTable removals(PageBuilder page) {
    return ReportTable.of(
        "removals",
        "Left the lake by retention",
        "Days that 'lake compact' removed, that a replay left out, or that came again and were kept"
            + " out, by month. Objects, damaged records, findings, alerts and changes stay.",
        List.of(
            count("generation", "Generation", ""),
            text("act", "Act"),
            text("of_table", "Table"),
            time("from_at", "From"),
            time("to_at", "To"),
            sum("days", "Days", "d"),
            sum("row_count", "Rows", ""),
            sum("stored_bytes", "Stored", "bytes"),
            sum("records", "Records", ""),
            text("retention", "Retention"),
            count("lake_version", "At version", "")),
        page.query(REMOVALS));
  }

  private static ReportTable changes(PageBuilder page) {
    return ReportTable.of(
        "changes",
        "Changes of logging and profiles",
        "",
        List.of(
            time("changed_at", "When"),
            text("change", "Change"),
            text("operation", "Operation"),
            text("account", "Account"),
            text("region", "Region"),
            text("principal", "By"),
            text("error_code", "Error"),
            text("subject", "Of"),
            text("detail", "Set to")),
        page.query(CoverageReader.CHANGES));
  }
}
