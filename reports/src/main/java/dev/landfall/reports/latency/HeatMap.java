package dev.landfall.reports.latency;

import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.Quantile;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * P95 of whole calls by where they were called and where they ran; one row per source Region and
 * model, for models differ more than Regions do.
 */
final class HeatMap {
  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::source).thenComparing(Row::model);

  private record Row(String source, String model) {}

  private HeatMap() {}

  /** Null where nothing of that evidence is measured with its Region shown. */
  static @Nullable ReportTable of(
      List<Measured> measured, String evidence, String id, String heading) {
    Map<Row, Map<String, Latencies.Builder>> rows = new TreeMap<>(ORDER);
    TreeSet<String> served = new TreeSet<>();
    for (Measured each : measured) {
      Group group = each.group();
      String region = group.inferenceRegion();
      boolean fits = group.evidence().equals(evidence) && group.measure().equals(Group.TOTAL);
      if (fits && region != null && each.times().size() > 0) {
        served.add(region);
        Row row =
            new Row(
                Objects.requireNonNullElse(group.sourceRegion(), "not said"),
                Objects.requireNonNullElse(group.model(), "not said"));
        rows.computeIfAbsent(row, r -> new TreeMap<>())
            .computeIfAbsent(region, r -> new Latencies.Builder())
            .addAll(each.times());
      }
    }
    if (rows.isEmpty()) {
      return null;
    }
    List<ReportColumn> columns = new ArrayList<>();
    columns.add(ReportColumn.text("source_region", "Called in"));
    columns.add(ReportColumn.text("model", "Model"));
    served.forEach(region -> columns.add(ReportColumn.heat(region, region)));
    List<List<@Nullable Object>> cells = new ArrayList<>();
    rows.forEach((row, times) -> cells.add(cells(row, times, served)));
    return ReportTable.plain(
        id,
        heading,
        "P95 of the whole call in milliseconds, one column for each Region it ran in; all profiles,"
            + " operations and factors of a model together, which the rows below keep apart. The deeper the shade, the longer, from the least to the"
            + " greatest of the table.",
        columns,
        cells);
  }

  private static List<@Nullable Object> cells(
      Row row, Map<String, Latencies.Builder> times, Set<String> served) {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(row.source());
    cells.add(row.model());
    for (String region : served) {
      Latencies.Builder builder = times.get(region);
      cells.add(builder == null ? null : cell(builder.build()));
    }
    return cells;
  }

  private static @Nullable Object cell(Latencies times) {
    Double p95 = times.quantile(Quantile.P95);
    return p95 == null ? "too few (" + Words.number(times.size()) + ")" : Millis.cell(p95);
  }
}
