package dev.landfall.reports.latency;

import dev.landfall.core.latency.Bootstrap;
import dev.landfall.core.latency.Interval;
import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.Quantile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A latency that someone published without saying how it was measured, to hold beside ours.
 *
 * <p>Source: {@code claims.csv}, attributed and dated. Missing: a null served Region is any.
 *
 * @param metric p95, or median-added: how much longer the median is served there than at home
 * @param route direct, profile or any
 */
record Claim(
    String id,
    String text,
    String metric,
    String sourceRegion,
    @Nullable String servedRegion,
    String route,
    double lowMs,
    double highMs,
    String attributedTo,
    String readOn) {

  /** What was measured of it: the value, its interval where there are enough values, how many. */
  record Answer(@Nullable Double value, @Nullable Interval interval, long calls) {}

  private static final int CELLS = 10;

  static List<Claim> shipped() {
    List<Claim> claims = new ArrayList<>();
    try (InputStream in = Claim.class.getResourceAsStream("claims.csv")) {
      if (in == null) {
        throw new IllegalStateException("the build lacks claims.csv");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .skip(1)
          .forEach(line -> claims.add(of(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(claims);
  }

  /** No cell of ours holds a comma. */
  private static Claim of(String line) {
    String[] c = line.split(",", -1);
    if (c.length != CELLS) {
      throw new IllegalStateException("claims.csv wants %d cells in '%s'".formatted(CELLS, line));
    }
    return new Claim(
        c[0],
        c[1],
        c[2],
        c[3],
        c[4].isEmpty() ? null : c[4],
        c[5],
        Double.parseDouble(c[6]),
        Double.parseDouble(c[7]),
        c[8],
        c[9]);
  }

  Answer measure(List<Measured> measured) {
    if (metric.equals("p95")) {
      Latencies times =
          pooled(measured, g -> g.measure().equals(Group.TOTAL) && serves(g, servedRegion));
      return new Answer(
          times.quantile(Quantile.P95), Bootstrap.interval(times, Quantile.P95), times.size());
    }
    Latencies home = pooled(measured, g -> responds(g) && serves(g, sourceRegion));
    Latencies away = pooled(measured, g -> responds(g) && serves(g, servedRegion));
    Double there = away.quantile(Quantile.P50);
    Double here = home.quantile(Quantile.P50);
    return new Answer(
        there == null || here == null ? null : (Double) (there - here),
        Bootstrap.difference(home, away, Quantile.P50, 1),
        Math.min(home.size(), away.size()));
  }

  /** In words; with too few values for an interval nothing is said for or against. */
  String verdict(Answer answer) {
    Interval interval = answer.interval();
    if (interval == null) {
      return answer.calls() == 0 ? "not measured" : "not measured: too few calls";
    }
    if (interval.high() < lowMs || interval.low() > highMs) {
      return "contradicted";
    }
    boolean inside = interval.low() >= lowMs && interval.high() <= highMs;
    return inside ? "confirmed" : "not contradicted";
  }

  private static boolean responds(Group group) {
    return group.measure().equals(Group.FIRST_TOKEN);
  }

  private static boolean serves(Group group, @Nullable String region) {
    return region == null || region.equals(group.inferenceRegion());
  }

  private Latencies pooled(List<Measured> measured, Predicate<Group> wanted) {
    Latencies.Builder times = new Latencies.Builder();
    for (Measured each : measured) {
      Group group = each.group();
      boolean routed = route.equals("any") || route.equals("profile") == (group.profile() != null);
      boolean placed = !group.evidence().equals(Group.UNMATCHED);
      if (placed && routed && sourceRegion.equals(group.sourceRegion()) && wanted.test(group)) {
        times.addAll(each.times());
      }
    }
    return times.build();
  }
}
