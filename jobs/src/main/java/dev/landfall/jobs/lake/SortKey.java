package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes whose unsigned order is the order of some columns of a row, taken one after the other.
 *
 * <p>Shape: null before any value; a number as eight bytes with the sign flipped; text with its
 * zero bytes escaped and an end mark, so that no two different keys share their bytes. Threads: one
 * owner.
 */
final class SortKey {
  private final int[] columns;
  private final List<Column> all;
  private final int[] starts;
  private final RowCursor cursor = new RowCursor();
  private byte[] key = new byte[128];
  private int size;

  SortKey(LakeTable table, List<String> columns) {
    this.all = table.columns();
    this.columns = columns.stream().mapToInt(table::indexOf).toArray();
    this.starts = new int[all.size()];
  }

  /** The identity of a row: its KEY columns. */
  static SortKey identity(LakeTable table) {
    List<String> names = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.role() == Column.Role.KEY) {
        names.add(column.name());
      }
    }
    return new SortKey(table, names);
  }

  byte[] of(byte[] row) {
    locate(row);
    size = 0;
    for (int column : columns) {
      if (starts[column] < 0) {
        put(0);
      } else {
        put(1);
        cursor.from(row, starts[column]);
        value(all.get(column).type());
      }
    }
    return Arrays.copyOf(key, size);
  }

  private void locate(byte[] row) {
    int last = Arrays.stream(columns).max().orElse(-1);
    cursor.on(row);
    for (int i = 0; i <= last; i++) {
      boolean present = cursor.next();
      starts[i] = present ? cursor.position() : -1;
      if (present) {
        cursor.skip(all.get(i).type());
      }
    }
  }

  private void value(Column.Type type) {
    switch (type) {
      case LONG, TIMESTAMP -> number(cursor.number());
      case DOUBLE -> {
        long bits = cursor.bits();
        number(bits < 0 ? bits ^ Long.MAX_VALUE : bits);
      }
      case BOOLEAN -> put(cursor.flag() ? 1 : 0);
      case STRING, BYTES -> {
        cursor.slice();
        for (int i = 0; i < cursor.length(); i++) {
          int b = cursor.bytes()[cursor.start() + i];
          put(b);
          if (b == 0) {
            put(0xff);
          }
        }
        put(0);
        put(1);
      }
    }
  }

  private void number(long value) {
    long flipped = value ^ Long.MIN_VALUE;
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (flipped >>> shift));
    }
  }

  private void put(int b) {
    if (size == key.length) {
      key = Arrays.copyOf(key, size * 2);
    }
    key[size++] = (byte) b;
  }
}
