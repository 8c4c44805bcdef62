package dev.landfall.reports.residency;

import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;

import dev.landfall.reports.PageBuilder;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where calls ran, on whose evidence, and what they used. */
public final class ResidencyReport implements Report {
  static final Sql ROWS = Sql.of(ResidencyReport.class, "residency");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("account", "Account"),
          text("workload", "Workload"),
          text("source_region", "Called in"),
          text("inference_region", "Ran in"),
          text("country", "Country"),
          text("verdict", "Verdict"),
          sum("calls", "Calls", ""),
          sum("input_tokens", "Input", "tokens"),
          sum("output_tokens", "Output", "tokens"),
          sum("cache_read_tokens", "Cache read", "tokens"),
          sum("cache_write_tokens", "Cache write", "tokens"),
          sum("burn_tokens", "Quota burn", "tokens"));

  @Override
  public String name() {
    return "residency";
  }

  @Override
  public String title() {
    return "Where calls ran, and on whose evidence";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session);
      ReportTable table =
          ReportTable.of(
              "rows",
              "Calls by where they ran",
              "Only AGREED, TRAIL_ONLY_NAMED and LOG_ONLY_NAMED are observed: a log names the"
                  + " Region. Both logs are AWS's own statements.",
              COLUMNS,
              page.query(ROWS));
      return page.page(sentence(page.calls().calls(), page.calls().placement()), table);
    }
  }

  private static String sentence(long calls, Map<String, Long> placement) {
    if (calls == 0) {
      return "No call is recorded in this window.";
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        Words.number(placement.getOrDefault("OUTSIDE", 0L))
            + " entered or ran outside the allowed places");
    parts.add(
        Words.number(placement.getOrDefault("UNPROVEN", 0L))
            + " cannot be shown to have stayed inside");
    parts.add(Words.number(placement.getOrDefault("INSIDE", 0L)) + " stayed inside");
    add(parts, placement.getOrDefault("UNLIMITED", 0L), " had no limit");
    add(parts, placement.getOrDefault("NOT_RUN", 0L), " did not run");
    return "Of " + Words.count(calls, "call", "calls") + ", " + String.join(", ", parts) + ".";
  }

  private static void add(List<String> parts, long n, String words) {
    if (n > 0) {
      parts.add(Words.number(n) + words);
    }
  }
}
