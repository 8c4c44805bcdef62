package dev.landfall.reports.lake;

import dev.landfall.core.detect.ResidencyRule;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one place that says how calls counted by compaction and calls taken one by one are put
 * together, so that a query over a year looks at each once and at few of them singly.
 *
 * <p>Shape: {@code single_calls} is the calls of days that are not counted and of those that the
 * window cuts; {@code hourly} marks the ones whose hour is counted. {@code call_counts} has a row
 * per group of calls, or per call where it is not counted, with {@code calls}, sums and {@code
 * called_at}, for a group the start of the hour, the day, or the first of the days added up; it has
 * the columns of {@code calls_monthly}, by which every tier can tell calls apart. {@code
 * user_counts} is without the probe's. {@code user_singles} and {@code user_latencies} (days and
 * months) are so for latencies, of which hours are not counted. Every figure is the one that {@code
 * calls} would give.
 */
final class CountViews {
  static final String LOOSE = "calls_loose";
  static final String EDGE = "calls_edge";
  static final String DAYS = "whole_days";
  static final String HOURS_FROM = "hours_from";
  static final String HOURS_TO = "hours_to";

  private static final Set<String> TIMES = Set.of("month_at", "from_at", "days");

  private CountViews() {}

  /** The calls that have to be looked at. */
  static String singles(FilesThere there) {
    String columns = LakeViews.columns(LakeTable.CALLS);
    List<String> branches = new ArrayList<>();
    if (there.in(LOOSE)) {
      branches.add("select %s, false as hourly from %s".formatted(columns, LakeViews.files(LOOSE)));
    }
    if (there.tail(LakeTable.CALLS)) {
      branches.add(
          "select %s, false as hourly from (%s)"
              .formatted(columns, LakeViews.greatest(LakeTable.CALLS)));
    }
    if (there.in(EDGE)) {
      branches.add(
          "select %s, called_at >= getvariable('%s') and called_at < getvariable('%s') as hourly from %s"
              .formatted(columns, HOURS_FROM, HOURS_TO, LakeViews.files(EDGE)));
    }
    return "create temp view single_calls as "
        + FilesThere.union(
            branches,
            "select %s, false as hourly from (%s)"
                .formatted(columns, LakeViews.shape(LakeTable.CALLS)));
  }

  private static boolean anySingle(FilesThere there) {
    return there.in(LOOSE) || there.in(EDGE) || there.tail(LakeTable.CALLS);
  }

  /** The views of a session: after those of {@link ProbeViews}, on which they stand. */
  static List<String> of(FilesThere there, boolean including) {
    String probes = including ? "" : " where not probed";
    return List.of(
        counts(there),
        "create temp view user_counts as select * from call_counts" + probes,
        "create temp view user_singles as select * from marked_singles" + probes,
        latencies(there, probes));
  }

  private static String counts(FilesThere there) {
    List<String> columns =
        LakeTable.CALLS_MONTHLY.columns().stream()
            .map(Column::name)
            .filter(name -> !TIMES.contains(name))
            .toList();
    String names = columns.stream().map(LakeViews::quoted).collect(Collectors.joining(", "));
    String single =
        columns.stream()
            .map(name -> single(name) + " as " + LakeViews.quoted(name))
            .collect(Collectors.joining(", "));
    List<String> branches = new ArrayList<>();
    if (there.sealed(LakeTable.CALLS_MONTHLY)) {
      branches.add("select from_at as called_at, %s from calls_monthly".formatted(names));
    }
    if (there.sealed(LakeTable.CALLS_DAILY)) {
      branches.add(
          "select day_at as called_at, %s from calls_daily where %s".formatted(names, isWhole()));
    }
    if (there.sealed(LakeTable.CALLS_HOURLY)) {
      branches.add(
          "select hour_at as called_at, %s from calls_hourly where hour_at >= getvariable('%s') and hour_at < getvariable('%s')"
              .formatted(names, HOURS_FROM, HOURS_TO));
    }
    if (anySingle(there)) {
      branches.add("select called_at, %s from marked_singles where not hourly".formatted(single));
    }
    return "create temp view call_counts as "
        + FilesThere.union(
            branches, "select from_at as called_at, %s from calls_monthly".formatted(names));
  }

  /** What one call adds to a column of counts. */
  private static String single(String column) {
    return switch (column) {
      case "calls" -> "1::bigint";
      case "breach_calls" ->
          "coalesce(list_contains(string_split(rules, ','), %s), false)::bigint"
              .formatted(LakeViews.text(ResidencyRule.SPEC.id()));
      case "failed_calls" -> "(error_code is not null)::bigint";
      case "untold_calls" -> "(input_tokens is null or output_tokens is null)::bigint";
      default -> LakeViews.quoted(column);
    };
  }

  private static String isWhole() {
    return "day_at in (select unnest(getvariable('" + DAYS + "')))";
  }

  private static String latencies(FilesThere there, String probes) {
    String columns =
        LakeTable.LATENCY_MONTHLY.columns().stream()
            .map(Column::name)
            .filter(name -> !TIMES.contains(name))
            .map(LakeViews::quoted)
            .collect(Collectors.joining(", "));
    List<String> branches = new ArrayList<>();
    if (there.sealed(LakeTable.LATENCY_DAILY)) {
      branches.add(
          "select day_at as called_at, %s from latency_daily where %s"
              .formatted(columns, isWhole()));
    }
    String months = "select from_at as called_at, %s from latency_monthly".formatted(columns);
    if (branches.isEmpty() || there.sealed(LakeTable.LATENCY_MONTHLY)) {
      branches.add(0, months);
    }
    return "create temp view user_latencies as select * from (%s)%s"
        .formatted(FilesThere.union(branches, months), probes);
  }
}
