package dev.landfall.core.lake;

import org.jspecify.annotations.Nullable;

/**
 * Takes the cells of one row, by position of their column.
 *
 * <p>Shape: each column at most once in a row. Missing: a cell that is not given, or given as null,
 * is null. Text given as bytes is UTF-8. Bytes are copied before the call returns.
 */
public interface Cells {
  void text(int column, @Nullable String value);

  void text(int column, byte[] bytes, int from, int length);

  /** A LONG, or a TIMESTAMP in epoch microseconds. */
  void number(int column, long value);

  void real(int column, double value);

  void flag(int column, boolean value);

  void bytes(int column, byte[] bytes, int from, int length);

  default void number(int column, @Nullable Long value) {
    if (value != null) {
      number(column, value.longValue());
    }
  }

  /** A TIMESTAMP from epoch milliseconds. */
  default void millis(int column, long epochMillis) {
    number(column, Math.multiplyExact(epochMillis, 1000L));
  }
}
