package dev.landfall.ingest.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where a run of ordinary characters inside a JSON string ends: most bytes of a log. */
final class PlainText {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;
  private static final long BLANKS = 0x2020202020202020L;

  private PlainText() {}

  /**
   * The next quote, backslash or control character, eight bytes at a time: each term has the high
   * bit of a byte set where that byte matches (Hacker's Delight, "find first zero byte"); a false
   * match can only stand above a true one. There must be one before the array ends.
   */
  static int end(byte[] bytes, int from) {
    int p = from;
    while (p + 8 <= bytes.length) {
      long w = (long) WORDS.get(bytes, p);
      long quote = w ^ QUOTES;
      long slash = w ^ BACKSLASHES;
      long hit = ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) | ((w - BLANKS) & ~w);
      hit &= HIGHS;
      if (hit != 0) {
        return p + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      p += 8;
    }
    while (bytes[p] != '"' && bytes[p] != '\\' && (bytes[p] & 0xff) >= 0x20) {
      p++;
    }
    return p;
  }
}
