package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.detect.latency.LatencyMinute;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.latency.LatencyRegression.Episode;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Regions that were too slow for too long, by {@link LatencyRegression} over the settled minutes:
 * users' calls against the objective of their workload, the probe's against the stored baseline.
 */
final class RegressionTable {
  static final Sql MINUTES = Sql.of(RegressionTable.class, "minutes");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("evidence", "Evidence"),
          text("account", "Account"),
          text("workload", "Workload"),
          text("source_region", "Called in"),
          text("inference_region", "Ran in"),
          text("model", "Model"),
          text("operation", "Operation"),
          text("measure", "Measure"),
          text("limit", "Held against"),
          millis("limit_ms", "Limit for P95"),
          time("from_at", "From"),
          time("to_at", "To"),
          count("minutes_over", "Over", "minutes"),
          count("calls", "Measured", "calls"));

  private record Line(
      String evidence,
      @Nullable String account,
      @Nullable String workload,
      @Nullable String sourceRegion,
      @Nullable String inferenceRegion,
      @Nullable String model,
      @Nullable String operation,
      String measure) {

    static Line of(Row row) {
      return new Line(
          Objects.requireNonNull(row.text("evidence")),
          row.text("account"),
          row.text("workload"),
          row.text("source_region"),
          row.text("inference_region"),
          row.text("model"),
          row.text("operation"),
          Objects.requireNonNull(row.text("measure")));
    }
  }

  private record Limit(String whose, double ms) {}

  private RegressionTable() {}

  /**
   * What the stored baselines hold.
   *
   * @param problem why the newest cannot be read; empty: nothing is wrong
   */
  record Stored(Optional<Baseline> newest, String problem) {
    static Stored in(Path lake) {
      try {
        return new Stored(Baselines.newest(lake), "");
      } catch (IOException e) {
        return new Stored(
            Optional.empty(), " The probe is held against nothing: " + e.getMessage());
      }
    }
  }

  /** Whether there is anything to hold calls against, or to say of why there is not. */
  static boolean isWanted(LatencyOptions options, Stored stored) {
    return !options.objectives().isEmpty()
        || options.objectiveMs() != null
        || stored.newest().isPresent()
        || !stored.problem().isEmpty();
  }

  static ReportTable of(List<Row> rows, LatencyOptions options, Stored stored) {
    Optional<Baseline> baseline = stored.newest();
    Map<Line, SortedMap<Long, LatencyMinute>> tables = new LinkedHashMap<>();
    Map<Line, Limit> limits = new LinkedHashMap<>();
    for (Row row : rows) {
      Line line = Line.of(row);
      Limit limit = limits.computeIfAbsent(line, l -> limit(l, options, baseline));
      Instant at = row.time("minute_at");
      if (limit != null && at != null) {
        LatencyMinute minute =
            LatencyMinute.of(
                at.toEpochMilli(),
                Measured.times(row.text("times")),
                row.count("not_measurable"),
                limit.ms());
        tables.computeIfAbsent(line, l -> new TreeMap<>()).put(minute.minuteAt(), minute);
      }
    }
    List<List<@Nullable Object>> cells = new ArrayList<>();
    tables.forEach(
        (line, minutes) -> {
          for (Episode episode : LatencyRegression.of(minutes)) {
            cells.add(cells(line, Objects.requireNonNull(limits.get(line)), episode));
          }
        });
    return ReportTable.plain(
        "regressions",
        "Too slow for too long",
        "P95 above the limit in five minutes in a row, with 20 measured calls or more, until five"
            + " in a row stay at nine tenths of it or a quarter of an hour is not measured. Users'"
            + " calls are held against the objective of their workload, the probe's against P95 of"
            + " the newest stored baseline (the upper end of its interval); streams by their first"
            + " token. Minutes that have not settled are not looked at. To: empty while it goes on."
            + stored.problem(),
        COLUMNS,
        cells);
  }

  private static @Nullable Limit limit(
      Line line, LatencyOptions options, Optional<Baseline> baseline) {
    if (line.evidence().equals(Group.LOGGED)) {
      Long objective = options.objective(line.workload());
      return objective == null ? null : new Limit("objective", objective.doubleValue());
    }
    return baseline.isPresent() ? stored(baseline.get(), line) : null;
  }

  /** The upper end of the interval where there is one, so that chance alone is no regression. */
  private static @Nullable Limit stored(Baseline baseline, Line line) {
    for (Baseline.Line row : baseline.rows()) {
      boolean same =
          Objects.equals(row.sourceRegion(), line.sourceRegion())
              && row.inferenceRegion().equals(line.inferenceRegion())
              && Objects.equals(row.model(), line.model())
              && Objects.equals(row.operation(), line.operation())
              && row.measure().equals(line.measure());
      Double p95 = row.p95HighMs() == null ? row.p95Ms() : row.p95HighMs();
      if (same && p95 != null) {
        return new Limit("baseline of " + baseline.madeAt(), p95);
      }
    }
    return null;
  }

  private static List<@Nullable Object> cells(Line line, Limit limit, Episode episode) {
    Long to = episode.to();
    return Arrays.asList(
        line.evidence(),
        line.account(),
        line.workload(),
        line.sourceRegion(),
        line.inferenceRegion(),
        line.model(),
        line.operation(),
        line.measure(),
        limit.whose(),
        Millis.cell(limit.ms()),
        Instant.ofEpochMilli(episode.from()),
        to == null ? null : Instant.ofEpochMilli(to),
        episode.minutesOver(),
        episode.measured());
  }
}
