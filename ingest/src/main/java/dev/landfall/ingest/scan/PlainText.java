package dev.landfall.ingest.scan;

/** Finds where a run of ordinary characters inside a JSON string ends: most bytes of a log. */
final class PlainText {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long SWAP = 0x0202020202020202L;
  private static final long BELOW = 0x2121212121212121L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private PlainText() {}

  /**
   * The next quote, backslash or control character, sixteen bytes at a time. There must be one
   * before the array ends.
   */
  static int end(byte[] bytes, int from) {
    int p = from;
    while (p + 16 <= bytes.length) {
      long first = ends(Words.at(bytes, p));
      long second = ends(Words.at(bytes, p + 8));
      if ((first | second) != 0) {
        return first != 0 ? p + place(first) : p + 8 + place(second);
      }
      p += 16;
    }
    while (bytes[p] != '"' && bytes[p] != '\\' && (bytes[p] & 0xff) >= 0x20) {
      p++;
    }
    return p;
  }

  /**
   * The high bit of each byte that ends a run (Hacker's Delight, "find first zero byte"); a false
   * one can only stand above a true one. With its second bit turned, a quote is 0x20, so that it
   * and the control characters, which keep below that, are found by one comparison.
   */
  private static long ends(long word) {
    long turned = word ^ SWAP;
    long slash = word ^ BACKSLASHES;
    return ((turned - BELOW) & ~turned | (slash - ONES) & ~slash) & HIGHS;
  }

  private static int place(long found) {
    return Long.numberOfTrailingZeros(found) >>> 3;
  }
}
