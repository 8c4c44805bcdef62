package dev.landfall.ingest.generate;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which workloads were too slow or drifted away from home, by the words of the two rules and
 * nothing of the product.
 *
 * <p>Shape: sums by minute, so memory follows the span; only whether an episode ever begins is
 * asked, for a finding is one however many episodes it has. Units: minutes since 1970.
 */
final class TrueRates {
  private static final int HOUR = 60;
  private static final long DAY = 24 * HOUR;
  private static final long LEAST_OF_HOUR = 100;
  private static final long LEAST_OF_BASELINE = 200;
  private static final double REVIEW = 0.20;
  private static final double EXACT = 1e-9;

  /** Calls whose Region is shown, of them away from their source, calls whose Region is not. */
  private final Map<String, NavigableMap<Long, long[]>> homes = new HashMap<>();

  /** Calls measured, of them above the objective. */
  private final Map<String, NavigableMap<Long, long[]>> times = new HashMap<>();

  private final Map<String, Double> expected = new HashMap<>();

  void call(TrueCall call) {
    if (call.verdict() == Verdict.NOT_RUN) {
      return;
    }
    Lane lane = call.plan().lane;
    Workload workload = lane.policy();
    String who = lane.account() + '|' + workload.id();
    long minute = Math.floorDiv(call.calledMs(), 60_000L);
    String ran = call.ranIn();
    if (workload.expectedAway() != null) {
      expected.put(who, workload.expectedAway());
    }
    long[] home = at(homes, who, minute, 3);
    home[ran == null ? 2 : 0]++;
    home[1] += ran == null || ran.equals(lane.source()) ? 0 : 1;
    Long measured = measured(call.plan());
    if (workload.objectiveMs() != null && ran != null && measured != null) {
      String measure = call.plan().op.streams() ? "first token" : "total";
      long[] sums = at(times, who + '|' + ran + '|' + measure, minute, 2);
      sums[0]++;
      sums[1] += measured > workload.objectiveMs() ? 1 : 0;
    }
  }

  /** What the log states: the first byte of raw streams, the whole of plain conversations. */
  private static @Nullable Long measured(CallPlan p) {
    if (!p.latencyLogged()) {
      return null;
    }
    if (p.op.streams()) {
      return p.op == Op.INVOKE_STREAM ? (Long) p.firstTokenMs : null;
    }
    return p.latencyMs;
  }

  void slow(Consumer<String> found) {
    times.forEach(
        (key, minutes) -> {
          if (minutes.keySet().stream().anyMatch(last -> slowFor5(minutes, last))) {
            found.accept(key);
          }
        });
  }

  private static boolean slowFor5(NavigableMap<Long, long[]> minutes, long last) {
    long calls = 0;
    for (long m = last - 4; m <= last; m++) {
      long[] sums = minutes.get(m);
      if (sums == null) {
        return false;
      }
      // the 95th percentile is the least value that 95 % of the calls do not exceed
      long rank = (sums[0] * 95 + 99) / 100;
      if (sums[0] - sums[1] >= rank) {
        return false;
      }
      calls += sums[0];
    }
    return calls >= 20;
  }

  void drifted(Consumer<String> found) {
    homes.forEach(
        (who, minutes) -> {
          if (minutes.keySet().stream().anyMatch(minute -> drifts(who, minutes, minute))) {
            found.accept(who);
          }
        });
  }

  private boolean drifts(String who, NavigableMap<Long, long[]> minutes, long minute) {
    long[] hour = sum(minutes, minute - HOUR + 1, minute + 1);
    if (minutes.getOrDefault(minute, new long[3])[0] == 0 || hour[0] < LEAST_OF_HOUR) {
      return false;
    }
    double share = (double) hour[1] / hour[0];
    Double usual = expected.get(who);
    if (usual == null) {
      long thisHour = Math.floorDiv(minute, HOUR) * HOUR;
      long from = thisHour - 28 * DAY;
      Long first = minutes.ceilingKey(from);
      long[] base = sum(minutes, from, thisHour - HOUR);
      boolean old = first != null && minute - Math.floorDiv(first, HOUR) * HOUR >= DAY;
      if (!old || base[0] < LEAST_OF_BASELINE) {
        return false;
      }
      usual = (double) base[1] / base[0];
    }
    return share - usual >= REVIEW - EXACT;
  }

  private static long[] sum(NavigableMap<Long, long[]> minutes, long from, long to) {
    long[] sum = new long[3];
    for (long[] each : from < to ? minutes.subMap(from, to).values() : java.util.Set.<long[]>of()) {
      sum[0] += each[0];
      sum[1] += each[1];
      sum[2] += each[2];
    }
    return sum;
  }

  private static long[] at(
      Map<String, NavigableMap<Long, long[]>> sums, String key, long minute, int figures) {
    return sums.computeIfAbsent(key, k -> new TreeMap<>())
        .computeIfAbsent(minute, m -> new long[figures]);
  }
}
