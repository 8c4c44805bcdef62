package dev.landfall.core.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts of one pack, each written once; numbered in the order in which they first came. */
final class PackTexts {
  private @Nullable String[] table = new @Nullable String[128];
  private int[] numbers = new int[128];
  private int size;
  private final ByteWriter out = new ByteWriter();

  /**
   * The number of the text. Texts that come again are mostly the same object, and quickly found.
   */
  @SuppressWarnings("ReferenceEquality") // the same object is the usual case
  int number(String text) {
    int mask = table.length - 1;
    int slot = spread(text) & mask;
    for (String held = table[slot]; held != null; held = table[slot]) {
      if (held == text || held.equals(text)) {
        return numbers[slot];
      }
      slot = (slot + 1) & mask;
    }
    table[slot] = text;
    numbers[slot] = size;
    out.writeString(text);
    if (++size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  int size() {
    return size;
  }

  ByteWriter written() {
    return out;
  }

  void clear() {
    Arrays.fill(table, null);
    size = 0;
    out.reset();
  }

  private void grow() {
    @Nullable String[] old = table;
    int[] oldNumbers = numbers;
    table = new @Nullable String[old.length * 2];
    numbers = new int[table.length];
    for (int i = 0; i < old.length; i++) {
      String text = old[i];
      if (text != null) {
        int slot = spread(text) & (table.length - 1);
        while (table[slot] != null) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = text;
        numbers[slot] = oldNumbers[i];
      }
    }
  }

  private static int spread(String text) {
    int h = text.hashCode();
    return h ^ (h >>> 15);
  }
}
