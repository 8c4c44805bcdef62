package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.millis;
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
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;

/** How long calls took, by the Region that served them. */
public final class LatencyReport implements Report {
  static final Sql ROWS = Sql.of(LatencyReport.class, "latency");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("source_region", "Called in"),
          text("inference_region", "Ran in"),
          text("model", "Model"),
          text("operation", "Operation"),
          sum("calls", "Measured", "calls"),
          sum("not_measurable", "Not measurable", "calls"),
          millis("p50_ms", "P50"),
          millis("p95_ms", "P95"),
          millis("p99_ms", "P99"));

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "How long calls took, by where they ran";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session);
      List<Row> rows = page.query(ROWS);
      ReportTable table =
          ReportTable.of(
              "rows",
              "Latency",
              "As the invocation log's body states it. A percentile of few calls says little.",
              COLUMNS,
              rows);
      return page.page(sentence(rows), table);
    }
  }

  private static String sentence(List<Row> rows) {
    long measured = 0;
    long not = 0;
    for (Row row : rows) {
      measured += row.count("calls");
      not += row.count("not_measurable");
    }
    if (measured + not == 0) {
      return "No call ran in this window.";
    }
    return "A latency is logged for %s of %s."
        .formatted(Words.number(measured), Words.count(measured + not, "call", "calls"));
  }
}
