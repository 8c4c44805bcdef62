package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sums of minutes.
 *
 * <p>Shape: nothing but sums, so calls may come in any order, what is taken back leaves nothing,
 * and two tables can be added. Every minute has the same figures. Units: a minute is named by its
 * start, epoch milliseconds UTC. Threads: confined to one.
 */
public final class MinuteSums {
  static final long MINUTE = 60_000;

  private final TreeMap<Long, long[]> minutes = new TreeMap<>();

  /** The minute added to last: calls come by the dozen from one minute. */
  private long lastMinute;

  private long @Nullable [] lastSums;

  public static long minuteOf(long millis) {
    return Math.floorDiv(millis, MINUTE) * MINUTE;
  }

  /** Adds to the figures of the minute that a time is in; negative ones take back. */
  public void add(long millis, long... more) {
    long minute = minuteOf(millis);
    long[] sums = minute == lastMinute ? lastSums : null;
    if (sums == null) {
      sums = minutes.computeIfAbsent(minute, m -> new long[more.length]);
    }
    Sums.add(sums, more);
    boolean gone = Sums.isZero(sums);
    if (gone) {
      minutes.remove(minute);
    }
    lastMinute = minute;
    lastSums = gone ? null : sums;
  }

  /** The figures of the minute that a time is in; null: it has none. */
  long @Nullable [] of(long millis) {
    return minutes.get(minuteOf(millis));
  }

  public boolean isEmpty() {
    return minutes.isEmpty();
  }

  /** Minutes with any figure, in order; to be read only. */
  public SortedMap<Long, long[]> minutes() {
    return Collections.unmodifiableSortedMap(minutes);
  }

  SortedMap<Long, long[]> from(long minute) {
    return minutes.tailMap(minute);
  }

  void removeBefore(long minute) {
    minutes.headMap(minute).clear();
    lastSums = null;
  }

  public void write(ByteWriter out) {
    out.writeLong(minutes.size());
    for (Map.Entry<Long, long[]> entry : minutes.entrySet()) {
      out.writeLong(entry.getKey() / MINUTE);
      Sums.write(out, entry.getValue());
    }
  }

  public static MinuteSums read(ByteReader in) {
    MinuteSums sums = new MinuteSums();
    for (long n = in.readLong(); n > 0; n--) {
      sums.minutes.put(in.readLong() * MINUTE, Sums.read(in));
    }
    return sums;
  }
}
