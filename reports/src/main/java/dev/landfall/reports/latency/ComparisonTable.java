package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.text;

import dev.landfall.core.latency.Comparison;
import dev.landfall.core.latency.Interval;
import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.Quantile;
import dev.landfall.core.latency.RankTest;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two windows, or two profiles, beside each other: what differs more than chance would. */
final class ComparisonTable {
  private static final String NOTE =
      "Two questions of each row: do times as a whole tend to be longer (Mann–Whitney, ties"
          + " corrected, p by Holm's method over all rows), and is P95 higher (bootstrap interval of"
          + " the difference, Bonferroni over all rows). \"No difference shown\" is not \"equal\"."
          + " Values are taken as independent; those of one burst are not, so small differences"
          + " want a second look on another day.";

  private final Map<Group, Latencies.Builder> first = new LinkedHashMap<>();
  private final Map<Group, Latencies.Builder> second = new LinkedHashMap<>();

  private ComparisonTable() {}

  static ReportTable windows(List<Measured> earlier, List<Measured> later) {
    ComparisonTable table = new ComparisonTable();
    earlier.forEach(each -> table.add(table.first, each.group(), each));
    later.forEach(each -> table.add(table.second, each.group(), each));
    return table.build("Compared with the window before", "before", "after");
  }

  static ReportTable targets(List<Measured> measured, LatencyOptions.Pair pair) {
    ComparisonTable table = new ComparisonTable();
    for (Measured each : measured) {
      Group group = each.group().withoutTarget();
      if (pair.first().equals(each.group().target())) {
        table.add(table.first, group, each);
      }
      if (pair.second().equals(each.group().target())) {
        table.add(table.second, group, each);
      }
    }
    return table.build(pair.first() + " against " + pair.second(), "first", "second");
  }

  private void add(Map<Group, Latencies.Builder> side, Group group, Measured each) {
    if (group.isWhole()) {
      side.computeIfAbsent(group, g -> new Latencies.Builder()).addAll(each.times());
    }
  }

  private ReportTable build(String heading, String one, String other) {
    List<Group> groups = new ArrayList<>(first.keySet());
    second.keySet().stream().filter(group -> !first.containsKey(group)).forEach(groups::add);
    groups.sort(ORDER);
    List<Comparison.Pair> pairs = new ArrayList<>();
    for (Group group : groups) {
      pairs.add(new Comparison.Pair(times(first, group), times(second, group)));
    }
    List<Comparison> compared = Comparison.of(pairs);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      rows.add(cells(groups.get(i), pairs.get(i), compared.get(i)));
    }
    List<ReportColumn> columns = new ArrayList<>(LatencyRows.groupColumns());
    columns.addAll(
        List.of(
            text("result", "Result"),
            count("calls_" + one, "Measured " + one, "calls"),
            count("calls_" + other, "Measured " + other, "calls"),
            millis("p95_" + one + "_ms", "P95 " + one),
            millis("p95_" + other + "_ms", "P95 " + other),
            millis("p95_difference_ms", "Difference"),
            millis("p95_difference_low_ms", "from"),
            millis("p95_difference_high_ms", "to"),
            ratio("slower_share", "Slower in pairs"),
            ReportColumn.text("p_adjusted", "p, adjusted")));
    columns.addAll(LatencyRows.restColumns());
    return ReportTable.plain("comparison", heading, NOTE, columns, rows);
  }

  private static final Comparator<Group> ORDER =
      Comparator.comparing(Group::evidence)
          .thenComparing(group -> String.valueOf(group.sourceRegion()))
          .thenComparing(group -> String.valueOf(group.inferenceRegion()))
          .thenComparing(group -> String.valueOf(group.model()))
          .thenComparing(group -> String.valueOf(group.profile()))
          .thenComparing(group -> String.valueOf(group.operation()))
          .thenComparing(group -> String.valueOf(group.factors()))
          .thenComparing(Group::measure);

  private static Latencies times(Map<Group, Latencies.Builder> side, Group group) {
    Latencies.Builder builder = side.get(group);
    return builder == null ? Latencies.of() : builder.build();
  }

  private static List<@Nullable Object> cells(
      Group group, Comparison.Pair pair, Comparison compared) {
    Interval interval = compared.p95Interval();
    RankTest test = compared.test();
    Double p = compared.adjustedP();
    List<@Nullable Object> cells = LatencyRows.groupCells(group);
    cells.add(compared.words());
    cells.add(pair.earlier().size());
    cells.add(pair.later().size());
    cells.add(Millis.cell(pair.earlier().quantile(Quantile.P95)));
    cells.add(Millis.cell(pair.later().quantile(Quantile.P95)));
    cells.add(Millis.cell(compared.p95Difference()));
    cells.add(interval == null ? null : Millis.cell(interval.low()));
    cells.add(interval == null ? null : Millis.cell(interval.high()));
    cells.add(test == null ? null : (Object) test.laterGreater());
    cells.add(p == null ? null : probability(p));
    cells.addAll(LatencyRows.restCells(group));
    return cells;
  }

  private static String probability(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(java.util.Locale.ROOT, "%.4f", p);
  }
}
