package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A few minutes of traffic on a quota row of its own that run into one quota: a quiet beginning, a
 * rush that is too much, a quiet end.
 *
 * <p>Units: epoch milliseconds; {@code from} and {@code to} are the first and the last refusal.
 *
 * @param refused refused calls by the quota that said no
 * @param calls in the order in which they start
 */
record Episode(
    Lanes.Throttled row,
    long from,
    long to,
    Map<Limiter.Kind, Integer> refused,
    List<CallPlan> calls) {

  /** From the first call of one episode to the first of the next at least. */
  static final long SLOT_MS = 20 * 60_000L;

  private static final long EARLIEST_MS = 2 * 60_000L;
  private static final int LATEST_SPREAD_MS = 6 * 60_000;
  private static final long RUSH_MS = 30_000;

  static Episode make(Lanes.Throttled row, long slotMs, boolean byTheClock, Dice dice) {
    Limiter limiter = new Limiter(row.tokensPerMinute(), row.requestsPerMinute(), byTheClock);
    long begin = slotMs + EARLIEST_MS + dice.below(LATEST_SPREAD_MS);
    long rushEnd = begin + RUSH_MS + 150_000 + dice.below(60_000);
    Map<Limiter.Kind, Integer> refused = new EnumMap<>(Limiter.Kind.class);
    List<CallPlan> calls = new ArrayList<>();
    long first = 0;
    long last = 0;
    double at = begin;
    while (at < rushEnd + RUSH_MS) {
      boolean rush = at >= begin + RUSH_MS && at < rushEnd;
      at += row.gapMs() * (rush ? 1 : 5) * (0.4 + 1.2 * dice.unit());
      CallPlan call = row.call((long) at, dice);
      Limiter.Kind kind =
          limiter.ask(call.startMs, row.reserves(call), call.endMs(), row.burns(call));
      if (kind != null) {
        Plant.fails(call, "Throttling");
        refused.merge(kind, 1, Integer::sum);
        first = first == 0 ? call.startMs : first;
        last = call.startMs;
      }
      calls.add(call);
    }
    return new Episode(row, first, last, refused, calls);
  }

  /** The quota that refused most; null: nothing was refused. */
  Limiter.@Nullable Kind kind() {
    Limiter.Kind most = null;
    for (Map.Entry<Limiter.Kind, Integer> entry : refused.entrySet()) {
      Integer count = most == null ? null : refused.get(most);
      most = count == null || entry.getValue() > count ? entry.getKey() : most;
    }
    return most;
  }
}
