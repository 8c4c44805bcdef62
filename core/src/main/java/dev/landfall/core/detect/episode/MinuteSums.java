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

  // Times come about in order, so most fall into the minute of the one before.
  private long lastMinute;
  private long @Nullable [] last;

  public static long minuteOf(long millis) {
    return Math.floorDiv(millis, MINUTE) * MINUTE;
  }

  /** Adds to the figures of the minute that a time is in; negative ones take back. */
  public void add(long millis, long... more) {
    long minute = minuteOf(millis);
    long[] sums = minute == lastMinute ? last : null;
    if (sums == null) {
      sums = minutes.get(minute);
      if (sums == null) {
        sums = new long[more.length];
        minutes.put(minute, sums);
      }
      lastMinute = minute;
      last = sums;
    }
    Sums.add(sums, more);
    if (Sums.isZero(sums)) {
      minutes.remove(minute);
      last = null;
    }
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
    last = null;
    minutes.headMap(minute).clear();
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
