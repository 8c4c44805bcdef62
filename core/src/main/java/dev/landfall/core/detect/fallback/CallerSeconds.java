package dev.landfall.core.detect.fallback;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one caller to one source Region, second by second.
 *
 * <p>Shape: nothing but sums, so calls may come in any order and what is taken back leaves nothing.
 * A minute is an array of triples (second of the minute, calls, of them throttled), sorted by
 * second: a busy caller costs its busy seconds, not its calls. Threads: confined to one.
 */
final class CallerSeconds {
  private static final int TRIPLE = 3;
  private static final long MINUTE = 60;

  private final TreeMap<Long, int[]> minutes = new TreeMap<>();

  void add(long second, int calls, int throttled) {
    long minute = Math.floorDiv(second, MINUTE);
    int of = (int) Math.floorMod(second, MINUTE);
    int[] sums = minutes.getOrDefault(minute, new int[0]);
    int i = 0;
    while (i < sums.length && sums[i] < of) {
      i += TRIPLE;
    }
    if (i == sums.length || sums[i] != of) {
      int[] larger = Arrays.copyOf(sums, sums.length + TRIPLE);
      System.arraycopy(sums, i, larger, i + TRIPLE, sums.length - i);
      larger[i] = of;
      larger[i + 1] = 0;
      larger[i + 2] = 0;
      sums = larger;
      minutes.put(minute, sums);
    }
    sums[i + 1] += calls;
    sums[i + 2] += throttled;
    if (sums[i + 1] == 0 && sums[i + 2] == 0) {
      remove(minute, sums, i);
    }
  }

  private void remove(long minute, int[] sums, int i) {
    int[] smaller = Arrays.copyOf(sums, sums.length - TRIPLE);
    System.arraycopy(sums, i + TRIPLE, smaller, i, sums.length - i - TRIPLE);
    if (smaller.length == 0) {
      minutes.remove(minute);
    } else {
      minutes.put(minute, smaller);
    }
  }

  /** What is said of a second with calls. */
  interface Consumer {
    void second(long second, int calls, int throttled);
  }

  /** Every second in a span, in order; the end is not in it. */
  void each(long from, long to, Consumer consumer) {
    if (from >= to) {
      return;
    }
    minutes
        .subMap(Math.floorDiv(from, MINUTE), true, Math.floorDiv(to - 1, MINUTE), true)
        .forEach(
            (minute, sums) -> {
              for (int i = 0; i < sums.length; i += TRIPLE) {
                long second = minute * MINUTE + sums[i];
                if (second >= from && second < to) {
                  consumer.second(second, sums[i + 1], sums[i + 2]);
                }
              }
            });
  }

  /** The last second in a span in which there was a call, or one throttled; null: there is none. */
  @Nullable Long last(long from, long to, boolean throttled) {
    if (from >= to) {
      return null;
    }
    for (Map.Entry<Long, int[]> entry :
        minutes
            .subMap(Math.floorDiv(from, MINUTE), true, Math.floorDiv(to - 1, MINUTE), true)
            .descendingMap()
            .entrySet()) {
      int[] sums = entry.getValue();
      for (int i = sums.length - TRIPLE; i >= 0; i -= TRIPLE) {
        long second = entry.getKey() * MINUTE + sums[i];
        if (second >= from && second < to && sums[i + (throttled ? 2 : 1)] > 0) {
          return second;
        }
      }
    }
    return null;
  }

  boolean isEmpty() {
    return minutes.isEmpty();
  }

  long first() {
    return minutes.firstKey() * MINUTE + minutes.firstEntry().getValue()[0];
  }

  long lastSecond() {
    int[] sums = minutes.lastEntry().getValue();
    return minutes.lastKey() * MINUTE + sums[sums.length - TRIPLE];
  }

  void removeBefore(long second) {
    minutes.headMap(Math.floorDiv(second, MINUTE)).clear();
  }

  void write(ByteWriter out) {
    out.writeLong(minutes.size());
    minutes.forEach(
        (minute, sums) -> {
          out.writeLong(minute);
          out.writeLong(sums.length);
          for (int sum : sums) {
            out.writeLong(sum);
          }
        });
  }

  static CallerSeconds read(ByteReader in) {
    CallerSeconds seconds = new CallerSeconds();
    for (long n = in.readLong(); n > 0; n--) {
      long minute = in.readLong();
      int[] sums = new int[(int) in.readLong()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = (int) in.readLong();
      }
      seconds.minutes.put(minute, sums);
    }
    return seconds;
  }
}
