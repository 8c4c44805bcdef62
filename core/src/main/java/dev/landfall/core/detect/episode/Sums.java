package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/** Arrays of sums: added, taken back, coded. */
final class Sums {
  private Sums() {}

  static void add(long[] to, long[] more) {
    if (to.length != more.length) {
      throw new IllegalArgumentException(
          "%d figures cannot be added to %d".formatted(more.length, to.length));
    }
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  static boolean isZero(long[] sums) {
    for (long sum : sums) {
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }

  static void write(ByteWriter out, long[] sums) {
    out.writeLong(sums.length);
    for (long sum : sums) {
      out.writeLong(sum);
    }
  }

  static long[] read(ByteReader in) {
    long[] sums = new long[(int) in.readLong()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = in.readLong();
    }
    return sums;
  }
}
