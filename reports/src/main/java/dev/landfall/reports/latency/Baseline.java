package dev.landfall.reports.latency;

import dev.landfall.core.latency.Interval;
import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.Quantile;
import dev.landfall.core.latency.Summary;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the probe's calls took at one time, to hold later ones against.
 *
 * <p>Shape: one row per source Region, Region that served, model, operation and measure; made of
 * answered samples whose call shows where it ran, profiles and factors together. Units:
 * milliseconds; times are ISO 8601 in UTC. Missing: a null quantile or end of an interval had too
 * few samples.
 *
 * @param madeAt by the clock of who stored it
 * @param from of the window asked for; null: from the first sample
 * @param to of the window asked for, exclusive; null: to the last sample
 * @param inputsSha256 of the samples' lines in the order of their ids
 */
public record Baseline(
    int version,
    String madeAt,
    @Nullable String asOf,
    @Nullable String from,
    @Nullable String to,
    String firstSentAt,
    String lastSentAt,
    long samples,
    String inputsSha256,
    List<Line> rows) {
  static final Sql INPUTS = Sql.of(Baseline.class, "baseline_inputs");

  /** The form written by this build. */
  public static final int VERSION = 1;

  /** The times of one group. */
  public record Line(
      @Nullable String sourceRegion,
      String inferenceRegion,
      @Nullable String model,
      @Nullable String operation,
      String measure,
      long samples,
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      @Nullable Double p95LowMs,
      @Nullable Double p95HighMs,
      @Nullable Double p99Ms,
      @Nullable Double p999Ms) {}

  public Baseline {
    rows = List.copyOf(rows);
  }

  /** Measures one; empty: no sample of the window is matched to a call that shows its Region. */
  public static Optional<Baseline> measure(Lake lake, Window window, Instant madeAt) {
    try (LakeSession session = lake.session(window)) {
      Row inputs = session.windowed(INPUTS).get(0);
      Instant first = inputs.time("first_sent_at");
      Instant last = inputs.time("last_sent_at");
      String sha256 = inputs.text("sha256");
      if (first == null || last == null || sha256 == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Baseline(
              VERSION,
              madeAt.truncatedTo(ChronoUnit.SECONDS).toString(),
              text(lake.asOf()),
              text(window.from()),
              text(window.to()),
              first.toString(),
              last.toString(),
              inputs.count("samples"),
              sha256,
              lines(Measured.read(session))));
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static List<Line> lines(List<Measured> measured) {
    Map<String, Group> groups = new TreeMap<>();
    Map<String, Latencies.Builder> times = new TreeMap<>();
    for (Measured each : measured) {
      Group g = each.group();
      if (g.evidence().equals(Group.PROBED) && g.isWhole() && g.inferenceRegion() != null) {
        String key =
            String.join(
                "|",
                String.valueOf(g.sourceRegion()),
                String.valueOf(g.inferenceRegion()),
                String.valueOf(g.model()),
                String.valueOf(g.operation()),
                g.measure());
        groups.putIfAbsent(key, g);
        times.computeIfAbsent(key, k -> new Latencies.Builder()).addAll(each.times());
      }
    }
    List<Line> lines = new ArrayList<>();
    groups.forEach((key, group) -> add(lines, group, times.get(key)));
    return lines;
  }

  private static void add(List<Line> lines, Group group, Latencies.@Nullable Builder times) {
    String served = group.inferenceRegion();
    Summary summary = Summary.of(times == null ? Latencies.of() : times.build());
    if (served == null || summary.size() == 0) {
      return;
    }
    Interval p95 = summary.interval(Quantile.P95);
    lines.add(
        new Line(
            group.sourceRegion(),
            served,
            group.model(),
            group.operation(),
            group.measure(),
            summary.size(),
            summary.value(Quantile.P50),
            summary.value(Quantile.P95),
            p95 == null ? null : (Double) p95.low(),
            p95 == null ? null : (Double) p95.high(),
            summary.value(Quantile.P99),
            summary.value(Quantile.P999)));
  }
}
