package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples of the probe that no call of the lake belongs to. */
final class UnmatchedTable {
  static final Sql ROWS = Sql.of(UnmatchedTable.class, "unmatched");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("source_region", "Called in"),
          text("model_id", "Model id"),
          text("operation", "Operation"),
          text("reason", "Why"),
          sum("samples", "Samples", ""),
          time("first_sent_at", "First sent"),
          time("last_sent_at", "Last sent"),
          count("waited_s", "Waited", "s"),
          text("example_request_id", "One of them"));

  private UnmatchedTable() {}

  static ReportTable of(List<Row> rows, @Nullable Instant asOf) {
    return ReportTable.of(
        "unmatched",
        "Samples that no log tells of",
        "Waiting: the lake is settled up to %s and not yet up to these. No record: it is, and no log"
                .formatted(asOf == null ? "no time at all" : asOf)
            + " told of them; look whether the logs of the account that the probe used are read. No"
            + " answer: without a request id there is nothing to match.",
        COLUMNS,
        rows);
  }
}
