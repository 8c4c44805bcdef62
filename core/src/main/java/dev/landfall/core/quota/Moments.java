package dev.landfall.core.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Figures at one second of a ledger, from the minute that holds it and the one before. */
final class Moments {
  private static final long SECOND = 1000;
  private static final Comparator<CallerShare> GREATEST_FIRST =
      Comparator.comparingDouble(CallerShare::share).reversed().thenComparing(CallerShare::caller);

  private Moments() {}

  static QuotaMoment at(long atMillis, MinuteBucket before, MinuteBucket now, long settledDay) {
    int second = (int) (Math.floorMod(atMillis, 60_000L) / SECOND);
    long settledClock = 0;
    long admittedClock = 0;
    long settled = 0;
    long admitted = 0;
    long inFlight = 0;
    long refused = 0;
    long asked = 0;
    long askedKnown = 0;
    for (CallerMinute m : now.callers.values()) {
      settledClock = Math.addExact(settledClock, until(m.settled, second));
      admittedClock += until(m.begun, second) - until(m.refused, second);
      inFlight = Math.addExact(inFlight, inFlight(m, second));
      refused += m.refused.get(second);
      asked = Math.addExact(asked, m.askedLimit.get(second));
      askedKnown += m.askedKnown.get(second);
    }
    for (CallerMinute m : before.callers.values()) {
      settled = Math.addExact(settled, after(m.settled, second));
      admitted += after(m.begun, second) - after(m.refused, second);
    }
    return new QuotaMoment(
        atMillis,
        Math.addExact(settled, settledClock),
        settledClock,
        inFlight,
        admitted + admittedClock,
        admittedClock,
        settledDay,
        refused,
        asked(before, now, asked, askedKnown),
        unknown(before) + unknown(now),
        begun(before) + begun(now));
  }

  /** What a record does not say of a refused call is taken from the admitted ones around it. */
  private static @Nullable Long asked(
      MinuteBucket before, MinuteBucket now, long limits, long refusedWithLimit) {
    long calls = 0;
    long reserved = 0;
    long reservedLimits = 0;
    for (MinuteBucket each : List.of(before, now)) {
      for (CallerMinute m : each.callers.values()) {
        calls += m.known;
        reserved = Math.addExact(reserved, m.reserved);
        reservedLimits = Math.addExact(reservedLimits, m.limits);
      }
    }
    if (refusedWithLimit > 0) {
      return limits / refusedWithLimit + (calls > 0 ? (reserved - reservedLimits) / calls : 0);
    }
    return calls > 0 ? Long.valueOf(reserved / calls) : null;
  }

  private static long unknown(MinuteBucket bucket) {
    long unknown = 0;
    for (CallerMinute m : bucket.callers.values()) {
      unknown += Math.max(m.unknownSettled, m.unknownReserved);
    }
    return unknown;
  }

  private static long begun(MinuteBucket bucket) {
    long begun = 0;
    for (CallerMinute m : bucket.callers.values()) {
      begun += m.requests();
    }
    return begun;
  }

  static List<CallerShare> shares(long atMillis, MinuteBucket before, MinuteBucket now) {
    int second = (int) (Math.floorMod(atMillis, 60_000L) / SECOND);
    TreeMap<String, long[]> held = new TreeMap<>();
    now.callers.forEach(
        (caller, m) ->
            add(
                held,
                caller,
                Math.addExact(until(m.settled, second), inFlight(m, second)),
                until(m.begun, second) - until(m.refused, second)));
    before.callers.forEach(
        (caller, m) ->
            add(
                held,
                caller,
                after(m.settled, second),
                after(m.begun, second) - after(m.refused, second)));
    return shares(held);
  }

  private static List<CallerShare> shares(Map<String, long[]> held) {
    long tokens = 0;
    long requests = 0;
    for (long[] each : held.values()) {
      tokens = Math.addExact(tokens, Math.max(0, each[0]));
      requests += Math.max(0, each[1]);
    }
    List<CallerShare> shares = new ArrayList<>();
    for (Map.Entry<String, long[]> entry : held.entrySet()) {
      long mine = Math.max(0, entry.getValue()[0]);
      long calls = Math.max(0, entry.getValue()[1]);
      if (mine > 0 || calls > 0) {
        double share = tokens > 0 ? (double) mine / tokens : (double) calls / requests;
        shares.add(new CallerShare(entry.getKey(), mine, calls, share));
      }
    }
    shares.sort(GREATEST_FIRST);
    return shares;
  }

  private static void add(Map<String, long[]> held, String caller, long tokens, long requests) {
    long[] sums = held.computeIfAbsent(caller, c -> new long[2]);
    sums[0] = Math.addExact(sums[0], tokens);
    sums[1] += requests;
  }

  static int peakSecond(MinuteBucket before, MinuteBucket now) {
    long[] pressure = pressure(before, now);
    int peak = 0;
    for (int s = 1; s < Seconds.COUNT; s++) {
      peak = pressure[s] > pressure[peak] ? s : peak;
    }
    return peak;
  }

  /** Settled in (t-60 s, t] plus reserved in flight, for each second t of the minute. */
  static long[] pressure(MinuteBucket before, MinuteBucket now) {
    long[] pressure = new long[Seconds.COUNT];
    for (CallerMinute m : now.callers.values()) {
      long sum = m.reservedAtStart;
      for (int s = 0; s < Seconds.COUNT; s++) {
        sum = Math.addExact(sum, Math.addExact(m.settled.get(s), m.reservedChange.get(s)));
        pressure[s] = Math.addExact(pressure[s], sum);
      }
    }
    for (CallerMinute m : before.callers.values()) {
      long sum = m.settled.sum();
      for (int s = 0; s < Seconds.COUNT; s++) {
        sum -= m.settled.get(s);
        pressure[s] = Math.addExact(pressure[s], sum);
      }
    }
    return pressure;
  }

  private static long inFlight(CallerMinute m, int second) {
    return Math.addExact(m.reservedAtStart, until(m.reservedChange, second));
  }

  /** Of the minute itself: seconds up to and with this one. */
  private static long until(Seconds seconds, int second) {
    return seconds.sum(0, second + 1);
  }

  /** Of the minute before: the seconds that the last sixty still hold. */
  private static long after(Seconds seconds, int second) {
    return seconds.sum(second + 1, Seconds.COUNT);
  }
}
