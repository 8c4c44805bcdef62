package dev.landfall.core.detect;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each time occurs, sorted; times may be taken away again.
 *
 * <p>Shape: chunks of an hour, each two parallel arrays, because a finding may have a million
 * grounds and first and last must stay exact when any of them goes. A count may be negative for a
 * while, when a time is taken away before it is given.
 */
final class Times {
  private static final long CHUNK = 3_600_000;
  private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
  private long lastHour;

  /** The chunk of {@link #lastHour}: times come about in order. Null: none is known. */
  private @Nullable Chunk lastChunk;

  private static final class Chunk {
    private long[] times = new long[4];
    private int[] counts = new int[4];
    private int size;

    void add(long time, int count) {
      int i = Arrays.binarySearch(times, 0, size, time);
      if (i >= 0) {
        counts[i] += count;
        if (counts[i] == 0) {
          remove(i);
        }
      } else {
        insert(-i - 1, time, count);
      }
    }

    private void insert(int at, long time, int count) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        counts = Arrays.copyOf(counts, size * 2);
      }
      System.arraycopy(times, at, times, at + 1, size - at);
      System.arraycopy(counts, at, counts, at + 1, size - at);
      times[at] = time;
      counts[at] = count;
      size++;
    }

    private void remove(int at) {
      System.arraycopy(times, at + 1, times, at, size - at - 1);
      System.arraycopy(counts, at + 1, counts, at, size - at - 1);
      size--;
    }
  }

  void add(long time, int count) {
    long hour = Math.floorDiv(time, CHUNK);
    Chunk chunk = lastChunk;
    if (chunk == null || hour != lastHour) {
      chunk = chunks.computeIfAbsent(hour, h -> new Chunk());
      lastHour = hour;
      lastChunk = chunk;
    }
    chunk.add(time, count);
    if (chunk.size == 0) {
      chunks.remove(hour);
      lastChunk = null;
    }
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  long first() {
    if (chunks.isEmpty()) {
      throw new NoSuchElementException("no time is held");
    }
    return chunks.firstEntry().getValue().times[0];
  }

  long last() {
    if (chunks.isEmpty()) {
      throw new NoSuchElementException("no time is held");
    }
    Chunk chunk = chunks.lastEntry().getValue();
    return chunk.times[chunk.size - 1];
  }

  /** Takes every time before {@code end} out and says how many grounds they stood for. */
  long drainBefore(long end) {
    long drained = 0;
    while (!chunks.isEmpty() && first() < end) {
      Chunk chunk = chunks.firstEntry().getValue();
      drained += chunk.counts[0];
      add(chunk.times[0], -chunk.counts[0]);
    }
    return drained;
  }

  /** The latest time before {@code end}; fails where there is none. */
  long lastBefore(long end) {
    Long hour = Math.floorDiv(end - 1, CHUNK);
    for (Map.Entry<Long, Chunk> entry : chunks.headMap(hour, true).descendingMap().entrySet()) {
      Chunk chunk = entry.getValue();
      int i = Arrays.binarySearch(chunk.times, 0, chunk.size, end);
      int before = (i >= 0 ? i : -i - 1) - 1;
      if (before >= 0) {
        return chunk.times[before];
      }
    }
    throw new NoSuchElementException("no time is held before " + end);
  }

  void write(ByteWriter out) {
    long total = 0;
    for (Chunk chunk : chunks.values()) {
      total += chunk.size;
    }
    out.writeLong(total);
    long before = 0;
    for (Chunk chunk : chunks.values()) {
      for (int i = 0; i < chunk.size; i++) {
        out.writeLong(chunk.times[i] - before);
        out.writeLong(chunk.counts[i]);
        before = chunk.times[i];
      }
    }
  }

  static Times read(ByteReader in) {
    Times times = new Times();
    long at = 0;
    for (long n = in.readLong(); n > 0; n--) {
      at += in.readLong();
      times.add(at, (int) in.readLong());
    }
    return times;
  }
}
