package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums of hours, which outlive the minutes they were made of. */
final class HourSums {
  static final long HOUR = 3_600_000;

  private final TreeMap<Long, long[]> hours = new TreeMap<>();
  private long askedFrom = Long.MIN_VALUE;
  private long askedTo = Long.MIN_VALUE;
  private long @Nullable [] answered;

  static long hourOf(long millis) {
    return Math.floorDiv(millis, HOUR) * HOUR;
  }

  void add(long millis, long[] more) {
    long hour = hourOf(millis);
    long[] sums = hours.computeIfAbsent(hour, h -> new long[more.length]);
    Sums.add(sums, more);
    if (Sums.isZero(sums)) {
      hours.remove(hour);
    }
    answered = null;
  }

  void addAll(SortedMap<Long, long[]> minutes) {
    minutes.forEach(this::add);
  }

  void removeBefore(long hour) {
    answered = null;
    hours.headMap(hour).clear();
  }

  /** Whole hours from the first time to the second; null: there is none among them. */
  long @Nullable [] sum(long fromMillis, long toMillis) {
    long from = hourOf(fromMillis);
    long to = hourOf(toMillis);
    if (from != askedFrom || to != askedTo || answered == null) {
      answered = summed(from, to);
      askedFrom = from;
      askedTo = to;
    }
    return answered;
  }

  private long @Nullable [] summed(long from, long to) {
    long[] sum = null;
    for (long[] each : from < to ? hours.subMap(from, to).values() : java.util.List.<long[]>of()) {
      sum = sum == null ? new long[each.length] : sum;
      Sums.add(sum, each);
    }
    return sum;
  }

  /** The first hour from a time on; null: there is none. */
  @Nullable Long first(long fromMillis) {
    return hours.ceilingKey(hourOf(fromMillis));
  }

  /** Writes the hours before a time; the others follow from the minutes that are kept. */
  void writeBefore(ByteWriter out, long millis) {
    SortedMap<Long, long[]> old = hours.headMap(millis);
    out.writeLong(old.size());
    for (Map.Entry<Long, long[]> entry : old.entrySet()) {
      out.writeLong(entry.getKey() / HOUR);
      Sums.write(out, entry.getValue());
    }
  }

  static HourSums read(ByteReader in) {
    HourSums sums = new HourSums();
    for (long n = in.readLong(); n > 0; n--) {
      sums.hours.put(in.readLong() * HOUR, Sums.read(in));
    }
    return sums;
  }
}
