package dev.landfall.jobs.lake.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for texts, in the order they were met.
 *
 * <p>A text is found by its {@link String#hashCode()}, which a string that is met again has at
 * hand, and mostly by being the very same string; bytes are compared only where that fails.
 */
final class TextDictionary {
  private @Nullable String[] keys = new @Nullable String[16];
  private char[] idsOfKeys = new char[16];
  private int[] starts = new int[8];
  private final Bytes entries = new Bytes(128);
  private int count;
  private @Nullable String last;
  private int lastId;

  int count() {
    return count;
  }

  int size() {
    return entries.size();
  }

  @SuppressWarnings("ReferenceEquality") // another object with the same text is found below
  int idOf(String text) {
    if (text == last) {
      return lastId;
    }
    lastId = find(text);
    last = text;
    return lastId;
  }

  /** The same for UTF-8. */
  int idOf(byte[] bytes, int from, int length) {
    if (last != null && isAt(lastId, bytes, from, length)) {
      return lastId;
    }
    return idOf(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  private boolean isAt(int id, byte[] bytes, int from, int length) {
    int start = starts[id] + Integer.BYTES;
    return Arrays.equals(bytes, from, from + length, entries.array(), start, end(id));
  }

  @SuppressWarnings("ReferenceEquality") // the same object is the usual case
  private int find(String text) {
    int mask = keys.length - 1;
    int at = spread(text) & mask;
    for (String key = keys[at]; key != null; key = keys[at]) {
      if (key == text || key.equals(text)) {
        return idsOfKeys[at];
      }
      at = at + 1 & mask;
    }
    return add(at, text);
  }

  private int add(int at, String text) {
    keys[at] = text;
    idsOfKeys[at] = (char) count;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count++] = entries.size();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entries.putInt(bytes.length);
    entries.put(bytes, 0, bytes.length);
    if (count * 2 > keys.length) {
      spreadOut();
    }
    return count - 1;
  }

  private void spreadOut() {
    @Nullable String[] before = keys;
    char[] idsBefore = idsOfKeys;
    keys = new @Nullable String[before.length * 2];
    idsOfKeys = new char[before.length * 2];
    int mask = keys.length - 1;
    for (int i = 0; i < before.length; i++) {
      String key = before[i];
      if (key != null) {
        int at = spread(key) & mask;
        while (keys[at] != null) {
          at = at + 1 & mask;
        }
        keys[at] = key;
        idsOfKeys[at] = idsBefore[i];
      }
    }
  }

  private static int spread(String key) {
    int hash = key.hashCode();
    return hash ^ hash >>> 16;
  }

  /** An entry's bytes with their length before them, as the plain encoding wants them. */
  void put(Bytes out, int id) {
    out.put(entries.array(), starts[id], sizeOf(id));
  }

  int sizeOf(int id) {
    return end(id) - starts[id];
  }

  private int end(int id) {
    return id + 1 < count ? starts[id + 1] : entries.size();
  }

  void putAll(Bytes out) {
    out.put(entries.array(), 0, entries.size());
  }

  void bounds(Bounds bounds) {
    for (int id = 0; id < count; id++) {
      bounds.take(entries.array(), starts[id] + Integer.BYTES, sizeOf(id) - Integer.BYTES);
    }
  }

  void clear() {
    Arrays.fill(keys, null);
    entries.clear();
    count = 0;
    last = null;
  }
}
