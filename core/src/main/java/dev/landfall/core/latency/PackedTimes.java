package dev.landfall.core.latency;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Times in whole milliseconds as bytes: each value once, ascending, with how often it was met.
 *
 * <p>Shape: a version, then per value twice its distance from the one before, plus one if it was
 * met more than once, and then how often; numbers as {@link ByteWriter#writeLong}. A value met once
 * among a few hundred takes one byte or two.
 */
public final class PackedTimes {
  private static final int VERSION = 1;

  private PackedTimes() {}

  /** Packs the first {@code size} values, in any order; the array is sorted on the way. */
  public static byte[] pack(long[] values, int size) {
    Arrays.sort(values, 0, size);
    Coder coder = new Coder();
    int i = 0;
    while (i < size) {
      int from = i;
      while (i < size && values[i] == values[from]) {
        i++;
      }
      coder.add(values[from], i - from);
    }
    return coder.out.toByteArray();
  }

  /** Several packed times as one: the same bytes as all of their values packed together. */
  public static byte[] merge(List<byte[]> packed) {
    if (packed.size() == 1) {
      return packed.get(0);
    }
    TreeMap<Long, Long> counted = new TreeMap<>();
    for (byte[] each : packed) {
      unpack(each, (value, times) -> counted.merge(value, times, Math::addExact));
    }
    Coder coder = new Coder();
    counted.forEach(coder::add);
    return coder.out.toByteArray();
  }

  /** Adds packed times to those gathered. */
  public static void unpack(byte[] packed, Latencies.Builder into) {
    unpack(packed, into::addWhole);
  }

  private static void unpack(byte[] packed, Sink into) {
    ByteReader in = new ByteReader(packed);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "packed times have version %d; this build reads %d".formatted(version, VERSION));
    }
    long value = 0;
    while (!in.atEnd()) {
      long coded = in.readLong();
      value += coded >> 1;
      into.add(value, (coded & 1) == 0 ? 1 : in.readLong());
    }
  }

  private interface Sink {
    void add(long value, long times);
  }

  /** Takes values ascending, each once. */
  private static final class Coder {
    private final ByteWriter out = new ByteWriter();
    private long before;

    Coder() {
      out.writeByte(VERSION);
    }

    void add(long value, long times) {
      boolean repeated = times > 1;
      out.writeLong((value - before) * 2 + (repeated ? 1 : 0));
      if (repeated) {
        out.writeLong(times);
      }
      before = value;
    }
  }
}
