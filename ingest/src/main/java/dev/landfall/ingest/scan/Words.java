package dev.landfall.ingest.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes taken eight at a time: most texts here are short, so nothing wider would win. */
final class Words {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Words() {}

  static long at(byte[] bytes, int position) {
    return (long) WORDS.get(bytes, position);
  }

  /** Fewer than eight bytes, the first lowest; never reads behind the array. */
  static long few(byte[] bytes, int start, int length) {
    if (start + 8 <= bytes.length) {
      return (long) WORDS.get(bytes, start) & (1L << (length << 3)) - 1;
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[start + i] & 0xffL) << (i << 3);
    }
    return word;
  }

  static boolean same(byte[] a, int start, byte[] b, int other, int length) {
    if (length < 8) {
      return few(a, start, length) == few(b, other, length);
    }
    int last = length - 8;
    for (int i = 0; i < last; i += 8) {
      if (at(a, start + i) != at(b, other + i)) {
        return false;
      }
    }
    // the last word may overlap the one before
    return at(a, start + last) == at(b, other + last);
  }

  /** A hash of every byte, well mixed in its high bits. */
  static long hash(byte[] bytes, int start, int length) {
    if (length < 8) {
      return mixed(few(bytes, start, length) ^ length);
    }
    long h = length;
    int last = start + length - 8;
    for (int p = start; p < last; p += 8) {
      h = mixed(h ^ at(bytes, p));
    }
    return mixed(h ^ at(bytes, last));
  }

  private static long mixed(long h) {
    long x = h * MIX;
    return x ^ x >>> 29;
  }
}
