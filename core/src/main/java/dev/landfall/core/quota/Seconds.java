package dev.landfall.core.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * Sixty signed amounts, one per second of a minute. Takes memory only when something was added, and
 * half of it while amounts fit 32 bits: a replay holds every minute of its window. Errors: {@link
 * ArithmeticException} where a sum does not fit 64 bits, which no million calls of {@link
 * QuotaMath#MOST_TOKENS} reach.
 */
final class Seconds {
  static final int COUNT = 60;
  private int @Nullable [] small;
  private long @Nullable [] large;

  long get(int second) {
    if (large != null) {
      return large[second];
    }
    return small == null ? 0 : small[second];
  }

  void add(int second, long amount) {
    if (amount == 0) {
      return;
    }
    long sum = Math.addExact(get(second), amount);
    if (large != null) {
      large[second] = sum;
    } else if (sum == (int) sum) {
      if (small == null) {
        small = new int[COUNT];
      }
      small[second] = (int) sum;
    } else {
      long[] wide = new long[COUNT];
      for (int i = 0; i < COUNT; i++) {
        wide[i] = get(i);
      }
      wide[second] = sum;
      large = wide;
      small = null;
    }
  }

  void addAll(Seconds other) {
    for (int i = 0; i < COUNT; i++) {
      add(i, other.get(i));
    }
  }

  boolean isZero() {
    for (int i = 0; i < COUNT; i++) {
      if (get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  long sum() {
    return sum(0, COUNT);
  }

  /** Of the seconds from the first to, not including, the second. */
  long sum(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum = Math.addExact(sum, get(i));
    }
    return sum;
  }

  /** Only amounts that are not zero, so that equal contents have equal bytes. */
  void write(ByteWriter out) {
    int filled = 0;
    for (int i = 0; i < COUNT; i++) {
      filled += get(i) == 0 ? 0 : 1;
    }
    out.writeByte(filled);
    for (int i = 0; i < COUNT; i++) {
      if (get(i) != 0) {
        out.writeByte(i);
        out.writeLong(get(i));
      }
    }
  }

  static Seconds read(ByteReader in) {
    Seconds seconds = new Seconds();
    for (int n = in.readByte(); n > 0; n--) {
      seconds.add(in.readByte(), in.readLong());
    }
    return seconds;
  }
}
