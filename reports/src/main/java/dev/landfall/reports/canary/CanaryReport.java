package dev.landfall.reports.canary;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.probe.NearestRank;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Planted breaches: evidence that alerts arrive, or that nobody looked.
 *
 * <p>Missing: without any canary the report says so, and it is a gap. One that could not be planted
 * counts as none that was told, never as one that was not due.
 */
public final class CanaryReport implements Report {
  static final Sql ROWS = Sql.of(CanaryReport.class, "canaries");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("canary_id", "Canary"),
          time("planted_at", "Planted"),
          text("source", "Source"),
          text("outcome", "Outcome"),
          millis("delay_ms", "Planting to last sink"),
          millis("within_ms", "Allowed"),
          count("sinks", "Sinks tried", ""),
          count("accepted", "Took it", ""),
          time("arrived_at", "Record arrived"),
          text("breach", "Called a breach"),
          text("reason", "Why not"));

  private static final List<ReportColumn> SUMMARY =
      List.of(
          text("source", "Source"),
          sum("due", "Due", ""),
          sum("told", "Told in time", ""),
          sum("late", "Late", ""),
          sum("missed", "Missed", ""),
          sum("not_planted", "Not planted", ""),
          sum("not_known", "Not known", ""),
          ratio("told_ratio", "Told in time"),
          millis("p50_ms", "P50"),
          millis("p95_ms", "P95"),
          time("last_planted_at", "Last"),
          text("last_outcome", "Last outcome"));

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public String title() {
    return "Whether planted breaches were told";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page =
          new PageBuilder(this, session).reads(LakeTable.CANARIES).reads(LakeTable.DELIVERIES);
      List<Row> rows = page.query(ROWS);
      page.figure(
          ReportTable.plain(
              "by_source",
              "By source",
              "Canaries whose time has passed. P50 and P95 are of those that every sink took,"
                  + " whether in time or late, by nearest rank.",
              SUMMARY,
              bySource(rows)));
      ReportTable table =
          ReportTable.of(
              "rows",
              "Canaries",
              "Planted by Landfall itself; they are in no other report.",
              COLUMNS,
              rows);
      if (nonePlanted(rows)) {
        page.untested();
      }
      return page.page(sentence(rows), table);
    }
  }

  private static String sentence(List<Row> rows) {
    List<Row> due = rows.stream().filter(CanaryReport::due).toList();
    if (nonePlanted(rows)) {
      return "No canary was planted: whether an alert would arrive was not tested, which is a gap.";
    }
    if (due.isEmpty()) {
      return "No canary's time has passed yet.";
    }
    long told = due.stream().filter(row -> is(row, "told")).count();
    Row last = due.get(0);
    return "%s of %s told in time; the last one, planted at %s, was %s."
        .formatted(
            Words.number(told),
            Words.count(due.size(), "canary was", "canaries were"),
            last.time("planted_at"),
            last.text("outcome"));
  }

  /** One that was planted from here, or was to be, and whose time has passed. */
  private static boolean due(Row row) {
    return !is(row, "waiting") && !is(row, "not ours");
  }

  private static boolean nonePlanted(List<Row> rows) {
    return rows.stream().allMatch(row -> is(row, "not ours"));
  }

  private static boolean is(Row row, String outcome) {
    return outcome.equals(row.text("outcome"));
  }

  private static List<List<@Nullable Object>> bySource(List<Row> rows) {
    TreeMap<String, List<Row>> sources = new TreeMap<>();
    for (Row row : rows) {
      if (due(row)) {
        String source = Objects.requireNonNullElse(row.text("source"), "not known");
        sources.computeIfAbsent(source, s -> new java.util.ArrayList<>()).add(row);
      }
    }
    return sources.entrySet().stream().map(e -> summary(e.getKey(), e.getValue())).toList();
  }

  private static List<@Nullable Object> summary(String source, List<Row> rows) {
    NearestRank delays =
        NearestRank.of(
            rows.stream()
                .map(row -> row.number("delay_ms"))
                .filter(Objects::nonNull)
                .mapToDouble(Long::doubleValue)
                .toArray());
    long told = of(rows, "told");
    return Arrays.asList(
        source,
        (long) rows.size(),
        told,
        of(rows, "late"),
        of(rows, "missed"),
        of(rows, "not planted"),
        of(rows, "not known"),
        (double) told / rows.size(),
        rounded(delays.at(0.50)),
        rounded(delays.at(0.95)),
        rows.get(0).time("planted_at"),
        rows.get(0).text("outcome"));
  }

  private static long of(List<Row> rows, String outcome) {
    return rows.stream().filter(row -> is(row, outcome)).count();
  }

  private static @Nullable Long rounded(@Nullable Double millis) {
    return millis == null ? null : (Long) Math.round(millis);
  }
}
