package dev.landfall.jobs.lake.columns;

import java.util.Arrays;

/** Numbers for numbers, in the order they were met. */
final class NumberDictionary {
  /** More would cost more to look up than eight plain bytes. */
  static final int MOST = 16 * 1024;

  private long[] keys = new long[16];
  private char[] idsOfKeys = new char[16]; // one more than the id; 0: free
  private long[] entries = new long[8];
  private int count;

  int count() {
    return count;
  }

  int idOf(long value) {
    int mask = keys.length - 1;
    int at = spread(value) & mask;
    while (idsOfKeys[at] != 0) {
      if (keys[at] == value) {
        return idsOfKeys[at] - 1;
      }
      at = at + 1 & mask;
    }
    return add(at, value);
  }

  private int add(int at, long value) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, count * 2);
    }
    entries[count++] = value;
    keys[at] = value;
    idsOfKeys[at] = (char) count;
    if (count * 2 > keys.length) {
      spreadOut();
    }
    return count - 1;
  }

  private void spreadOut() {
    keys = new long[keys.length * 2];
    idsOfKeys = new char[keys.length];
    int mask = keys.length - 1;
    for (int id = 0; id < count; id++) {
      int at = spread(entries[id]) & mask;
      while (idsOfKeys[at] != 0) {
        at = at + 1 & mask;
      }
      keys[at] = entries[id];
      idsOfKeys[at] = (char) (id + 1);
    }
  }

  private static int spread(long value) {
    long mixed = value * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 40 ^ mixed >>> 20);
  }

  void putAll(Bytes out) {
    out.putLongs(entries, count);
  }

  void clear() {
    Arrays.fill(idsOfKeys, (char) 0);
    count = 0;
  }
}
