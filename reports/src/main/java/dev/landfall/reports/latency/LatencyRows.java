package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.text;

import dev.landfall.core.latency.Quantile;
import dev.landfall.core.latency.Summary;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of whole times, and that of the parts of probed ones. */
final class LatencyRows {
  private static final List<ReportColumn> GROUP =
      List.of(
          text("evidence", "Evidence"),
          text("source_region", "Called in"),
          text("inference_region", "Ran in"),
          text("model", "Model"),
          text("operation", "Operation"),
          text("measure", "Measure"));

  /** What also keeps groups apart, last, for it is long. */
  private static final List<ReportColumn> REST =
      List.of(text("profile", "Profile"), text("factors", "Factors"));

  private static final String NOTE =
      "Logged: as AWS's logs state it of users' calls, in the body alone: Converse's own latency, or"
          + " the invocation metrics at the end of a stream's body; without it a call is not"
          + " measurable. Probed: from the due"
          + " time, as the probe measured it. A quantile is a measured value, by nearest rank; with"
          + " too few values (P50 2, P95 20, P99 100, P99.9 1,000) there is none. From and to are"
          + " the 95 % bootstrap interval, from 6, 72, 368 and 3,688 values on.";

  private LatencyRows() {}

  static ReportTable whole(List<Measured> measured) {
    return table("rows", "Latency", NOTE, measured.stream().filter(m -> m.group().isWhole()));
  }

  static ReportTable parts(List<Measured> measured) {
    return table(
        "parts",
        "What probed time is made of",
        "Network: one round trip, a TCP connect measured apart. Opening: name, connect and TLS of a"
            + " new connection. First byte and after network count from the send; after network is"
            + " the first token (or first byte) less one round trip: the Region and the model."
            + " Generation: from the first token to the last byte. Medians of parts do not add up"
            + " to the median of the whole.",
        measured.stream().filter(m -> !m.group().isWhole()));
  }

  private static ReportTable table(
      String id, String heading, String note, java.util.stream.Stream<Measured> measured) {
    List<ReportColumn> columns = new ArrayList<>(GROUP);
    columns.add(count("calls", "Measured", "calls"));
    columns.add(count("not_measurable", "Not measurable", "calls"));
    columns.add(count("failed", "Failed", "calls"));
    for (Quantile quantile : Quantile.values()) {
      columns.add(millis(quantile.id() + "_ms", quantile.label()));
      columns.add(millis(quantile.id() + "_low_ms", "from"));
      columns.add(millis(quantile.id() + "_high_ms", "to"));
    }
    columns.addAll(REST);
    return ReportTable.plain(id, heading, note, columns, measured.map(LatencyRows::cells).toList());
  }

  static List<ReportColumn> groupColumns() {
    return GROUP;
  }

  static List<ReportColumn> restColumns() {
    return REST;
  }

  static List<@Nullable Object> restCells(Group group) {
    return Arrays.asList(group.profile(), group.factors());
  }

  static List<@Nullable Object> groupCells(Group group) {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(group.evidence());
    cells.add(group.sourceRegion());
    cells.add(group.inferenceRegion());
    cells.add(group.model());
    cells.add(group.operation());
    cells.add(group.measure());
    return cells;
  }

  private static List<@Nullable Object> cells(Measured measured) {
    Summary summary = Summary.of(measured.times());
    List<@Nullable Object> cells = groupCells(measured.group());
    cells.add(summary.size());
    cells.add(measured.notMeasurable());
    cells.add(measured.failed());
    for (Quantile quantile : Quantile.values()) {
      Millis.append(cells, summary, quantile);
    }
    cells.addAll(restCells(measured.group()));
    return cells;
  }
}
