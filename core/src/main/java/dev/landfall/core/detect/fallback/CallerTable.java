package dev.landfall.core.detect.fallback;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one caller by source Region and second, and the fallbacks among them.
 *
 * <p>Shape: sums; {@link #fallbacks} is a function of the whole table, so the order of arrival
 * cannot matter. Units: seconds since 1970, UTC. Threads: confined to one.
 */
public final class CallerTable {
  private final TreeMap<String, CallerSeconds> regions = new TreeMap<>();

  /** Adds to the calls of a second; negative ones take back. */
  public void add(String region, long second, int calls, int throttled) {
    CallerSeconds seconds = regions.computeIfAbsent(region, r -> new CallerSeconds());
    seconds.add(second, calls, throttled);
    if (seconds.isEmpty()) {
      regions.remove(region);
    }
  }

  public void addAll(CallerTable more) {
    more.regions.forEach(
        (region, seconds) ->
            seconds.each(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                (second, calls, throttled) -> add(region, second, calls, throttled)));
  }

  public boolean isEmpty() {
    return regions.isEmpty();
  }

  /** The earliest second; only where there is one. */
  long first() {
    return regions.values().stream().mapToLong(CallerSeconds::first).min().orElseThrow();
  }

  /** The latest second; only where there is one. */
  long last() {
    return regions.values().stream().mapToLong(CallerSeconds::lastSecond).max().orElseThrow();
  }

  /** The fallbacks in a span of seconds, its end not in it, each with its calls. */
  SortedMap<Fallback, Integer> fallbacks(long from, long to) {
    SortedMap<Fallback, Integer> found = new TreeMap<>();
    if (regions.size() > 1) {
      regions.forEach(
          (region, seconds) ->
              seconds.each(
                  from,
                  to,
                  (second, calls, throttled) -> {
                    String by = calls > 0 ? throttledBefore(region, seconds, second) : null;
                    if (by != null) {
                      found.put(new Fallback(second, by, region), calls);
                    }
                  }));
    }
    return found;
  }

  /** The Region whose throttle drove the caller here; the latest one; null: none did. */
  private @Nullable String throttledBefore(String here, CallerSeconds calls, long second) {
    String by = null;
    long latest = Long.MIN_VALUE;
    for (Map.Entry<String, CallerSeconds> other : regions.entrySet()) {
      if (!other.getKey().equals(here)) {
        Long at = driving(other.getValue(), calls, second);
        if (at != null && at > latest) {
          latest = at;
          by = other.getKey();
        }
      }
    }
    return by;
  }

  /** The latest throttle in the minute before, before which the caller had not been here. */
  private static @Nullable Long driving(CallerSeconds there, CallerSeconds here, long second) {
    long from = second - ClientFallback.WITHIN_SECONDS;
    Long throttle = there.last(from, second + 1, true);
    while (throttle != null) {
      if (here.last(throttle - ClientFallback.STEADY_SECONDS, throttle, false) == null) {
        return throttle;
      }
      throttle = there.last(from, throttle, true);
    }
    return null;
  }

  void removeBefore(long second) {
    regions.values().forEach(seconds -> seconds.removeBefore(second));
    regions.values().removeIf(CallerSeconds::isEmpty);
  }

  public void write(ByteWriter out) {
    out.writeLong(regions.size());
    regions.forEach(
        (region, seconds) -> {
          out.writeString(region);
          seconds.write(out);
        });
  }

  public static CallerTable read(ByteReader in) {
    CallerTable table = new CallerTable();
    for (long n = in.readLong(); n > 0; n--) {
      table.regions.put(in.readString(), CallerSeconds.read(in));
    }
    return table;
  }
}
