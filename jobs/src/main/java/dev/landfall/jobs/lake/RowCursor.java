package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;

/**
 * Walks the columns of a coded row ({@link LakeRow#encode()}) without making an object of any.
 *
 * <p>Writing is on the hot path of a replay: a row decoded into strings and boxed numbers costs
 * more than its compression. Use: {@link #on}, then per column {@link #next()}, and if that was
 * true exactly one of {@code number}, {@code bits}, {@code slice} or {@code skip}. Threads: one
 * owner.
 */
final class RowCursor {
  private byte[] bytes = new byte[0];
  private int at;
  private int start;
  private int length;

  LakeTable on(byte[] row) {
    bytes = row;
    at = 1;
    return LakeTable.values()[row[0] & 0xff];
  }

  /** Returns to a value met before, at what {@link #position()} said then. */
  void from(byte[] row, int position) {
    bytes = row;
    at = position;
  }

  int position() {
    return at;
  }

  /** Moves to the next column; true if it holds a value. */
  boolean next() {
    return bytes[at++] != 0;
  }

  /** A LONG or TIMESTAMP: zig-zag, seven bits a byte. */
  long number() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      shift += 7;
    } while ((b & 0x80) != 0);
    return (value >>> 1) ^ -(value & 1);
  }

  /** The eight bytes of a DOUBLE. */
  long bits() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  boolean flag() {
    return bytes[at++] != 0;
  }

  /** A STRING or BYTES: afterwards {@link #start()} and {@link #length()} say where it lies. */
  void slice() {
    length = Math.toIntExact(number());
    start = at;
    at += length;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  void skip(Column.Type type) {
    switch (type) {
      case STRING, BYTES -> slice();
      case LONG, TIMESTAMP -> number();
      case DOUBLE -> bits();
      case BOOLEAN -> flag();
    }
  }

  /** The value of one LONG or TIMESTAMP column of a row, microseconds for a time. */
  long numberOf(byte[] row, int column) {
    LakeTable table = on(row);
    for (int i = 0; i < column; i++) {
      if (next()) {
        skip(table.columns().get(i).type());
      }
    }
    if (!next()) {
      throw new IllegalStateException(
          "a row of %s wants a value in %s"
              .formatted(table.id(), table.columns().get(column).name()));
    }
    return number();
  }
}
