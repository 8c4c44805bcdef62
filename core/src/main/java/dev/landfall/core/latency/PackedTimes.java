package dev.landfall.core.latency;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Arrays;

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
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    long before = 0;
    int i = 0;
    while (i < size) {
      int from = i;
      while (i < size && values[i] == values[from]) {
        i++;
      }
      boolean repeated = i - from > 1;
      out.writeLong((values[from] - before) * 2 + (repeated ? 1 : 0));
      if (repeated) {
        out.writeLong(i - from);
      }
      before = values[from];
    }
    return out.toByteArray();
  }

  /** Adds packed times to those gathered. */
  public static void unpack(byte[] packed, Latencies.Builder into) {
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
      into.add((double) value, (coded & 1) == 0 ? 1 : in.readLong());
    }
  }
}
