package dev.landfall.jobs.lake.columns;

/**
 * Parquet's hybrid of runs and packed bits for small non-negative numbers.
 *
 * <p>Source: parquet-format, Encodings, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
 */
final class Runs {
  /** A shorter run costs less packed: it would part the packed groups of eight. */
  private static final int SHORTEST = 24;

  private Runs() {}

  /** Bits that hold every number below {@code count}. */
  static int width(int count) {
    return count <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1);
  }

  static void write(Bytes out, char[] values, int count, int width) {
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int end = at + 1;
      while (end < count && values[end] == values[at]) {
        end++;
      }
      int filled = at + (-(at - packedFrom) & 7); // the packed groups before it must be whole
      if (end - filled >= SHORTEST || end == count && filled == at) {
        packed(out, values, packedFrom, filled, width);
        run(out, values[at], end - filled, width);
        packedFrom = end;
      }
      at = end;
    }
    packed(out, values, packedFrom, count, width);
  }

  static void run(Bytes out, int value, int length, int width) {
    out.putVarint(length << 1);
    for (int bits = 0; bits < width; bits += 8) {
      out.putByte(value >>> bits);
    }
  }

  /** Groups of eight numbers, lowest bits first; the last group is filled up with zeros. */
  private static void packed(Bytes out, char[] values, int from, int to, int width) {
    int groups = (to - from + 7) / 8;
    if (groups == 0) {
      return;
    }
    out.putVarint(groups << 1 | 1);
    int size = groups * width;
    byte[] into = out.room(size);
    int at = out.size();
    int end = at + size;
    long bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      bits |= (long) values[i] << held;
      held += width;
      while (held >= 8) {
        into[at++] = (byte) bits;
        bits >>>= 8;
        held -= 8;
      }
    }
    while (at < end) {
      into[at++] = (byte) bits;
      bits >>>= 8;
    }
    out.grown(size);
  }

  /** One bit each, as they lie in {@code bits}, lowest first. */
  static void bits(Bytes out, long[] bits, int count) {
    int groups = (count + 7) / 8;
    out.putVarint(groups << 1 | 1);
    plainBits(out, bits, count);
  }

  static void plainBits(Bytes out, long[] bits, int count) {
    int size = (count + 7) / 8;
    byte[] into = out.room(size);
    int at = out.size();
    for (int i = 0; i < size; i++) {
      into[at + i] = (byte) (bits[i >>> 3] >>> ((i & 7) * 8));
    }
    out.grown(size);
  }
}
