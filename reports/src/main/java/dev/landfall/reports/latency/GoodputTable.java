package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.text;

import dev.landfall.core.latency.Goodput;
import dev.landfall.core.latency.Latencies;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The share of requests that were answered within the objective. */
final class GoodputTable {
  static final Sql ROWS = Sql.of(GoodputTable.class, "goodput");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("evidence", "Evidence"),
          text("workload", "Workload"),
          text("source_region", "Called in"),
          text("inference_region", "Ran in"),
          text("model", "Model"),
          text("operation", "Operation"),
          text("factors", "Factors"),
          millis("objective_ms", "Objective"),
          count("asked", "Asked", "requests"),
          count("good", "Within", "requests"),
          ratio("goodput", "Goodput"),
          count("failed", "Failed", "requests"),
          count("not_measurable", "Not measurable", "requests"));

  private GoodputTable() {}

  static ReportTable of(List<Row> logged, List<Measured> measured, LatencyOptions options) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : logged) {
      Long objective = options.objective(row.text("workload"));
      if (objective != null) {
        rows.add(logged(row, objective));
      }
    }
    Long objective = options.objectiveMs();
    for (Measured each : measured) {
      if (objective != null && each.failed() != null && decides(each, measured)) {
        rows.add(probed(each, objective));
      }
    }
    return ReportTable.plain(
        "goodput",
        "Goodput",
        "Of the requests asked, those answered without an error within the objective: streams by"
            + " their first token, others by their total. What failed counts as asked. What nobody"
            + " states a time of counts as neither. Objectives are the policy's, or the one asked"
            + " for.",
        COLUMNS,
        rows);
  }

  /** A stream is held to its first token, others to their total. */
  private static boolean decides(Measured each, List<Measured> measured) {
    Group group = each.group();
    if (group.measure().equals(Group.FIRST_TOKEN)) {
      return true;
    }
    Group first =
        new Group(
            group.evidence(),
            group.sourceRegion(),
            group.inferenceRegion(),
            group.model(),
            group.profile(),
            group.operation(),
            group.factors(),
            Group.FIRST_TOKEN);
    return group.measure().equals(Group.TOTAL)
        && measured.stream().noneMatch(other -> other.group().equals(first));
  }

  private static List<@Nullable Object> logged(Row row, long objective) {
    Latencies times = Measured.counted(row);
    Goodput goodput = Goodput.of(times, row.count("failed"), (double) objective);
    return Arrays.asList(
        Group.LOGGED,
        row.text("workload"),
        row.text("source_region"),
        row.text("inference_region"),
        row.text("model"),
        null,
        null,
        objective,
        goodput.asked(),
        goodput.good(),
        goodput.share(),
        row.count("failed"),
        row.count("not_measurable"));
  }

  private static List<@Nullable Object> probed(Measured each, long objective) {
    long failed = each.failed() == null ? 0 : each.failed();
    Goodput goodput = Goodput.of(each.times(), failed, (double) objective);
    Group group = each.group();
    return Arrays.asList(
        group.evidence(),
        null,
        group.sourceRegion(),
        group.inferenceRegion(),
        group.target(),
        group.operation(),
        group.factors(),
        objective,
        goodput.asked(),
        goodput.good(),
        goodput.share(),
        failed,
        each.notMeasurable());
  }
}
