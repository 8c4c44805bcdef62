package dev.landfall.core.lake;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row of a lake table, values in column order.
 *
 * <p>Units: a TIMESTAMP value is a Long of epoch microseconds. Missing: null where the column's doc
 * allows it. Rows are filled by name or by position and then only read.
 */
public final class LakeRow implements Cells {
  private final LakeTable table;
  private final @Nullable Object[] values;

  public LakeRow(LakeTable table) {
    this.table = table;
    this.values = new @Nullable Object[table.columns().size()];
  }

  public LakeTable table() {
    return table;
  }

  public @Nullable Object get(int column) {
    return values[column];
  }

  public @Nullable Object get(String column) {
    return values[table.indexOf(column)];
  }

  public LakeRow set(String column, @Nullable Object value) {
    put(table.indexOf(column), value);
    return this;
  }

  /** Sets a TIMESTAMP from epoch milliseconds; null stays null. */
  public LakeRow setMillis(String column, @Nullable Long epochMillis) {
    return set(column, epochMillis == null ? null : Math.multiplyExact(epochMillis, 1000L));
  }

  @Override
  public void text(int column, @Nullable String value) {
    put(column, value);
  }

  @Override
  public void text(int column, byte[] bytes, int from, int length) {
    put(column, new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void number(int column, long value) {
    put(column, value);
  }

  @Override
  public void real(int column, double value) {
    put(column, value);
  }

  @Override
  public void flag(int column, boolean value) {
    put(column, value);
  }

  @Override
  public void bytes(int column, byte[] bytes, int from, int length) {
    put(column, Arrays.copyOfRange(bytes, from, from + length));
  }

  private void put(int column, @Nullable Object value) {
    values[column] = checked(table.columns().get(column), value);
  }

  /** The UTC day the row is filed under. */
  public LocalDate day() {
    Object at = get(table.dayColumn());
    if (!(at instanceof Long micros)) {
      throw new IllegalStateException(
          "a row of %s wants a time in %s".formatted(table.id(), table.dayColumn()));
    }
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)), ZoneOffset.UTC);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(table.ordinal());
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      out.writeByte(value == null ? 0 : 1);
      if (value != null) {
        switch (table.columns().get(i).type()) {
          case STRING -> out.writeString((String) value);
          case LONG, TIMESTAMP -> out.writeLong((Long) value);
          case DOUBLE -> out.writeFixedLong(Double.doubleToLongBits((Double) value));
          case BOOLEAN -> out.writeByte((Boolean) value ? 1 : 0);
          case BYTES -> out.writeBytes((byte[]) value);
        }
      }
    }
    return out.toByteArray();
  }

  public static LakeRow decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    LakeRow row = new LakeRow(LakeTable.values()[in.readByte()]);
    for (int i = 0; i < row.values.length; i++) {
      if (in.readByte() == 1) {
        row.values[i] =
            switch (row.table.columns().get(i).type()) {
              case STRING -> in.readString();
              case LONG, TIMESTAMP -> in.readLong();
              case DOUBLE -> Double.longBitsToDouble(in.readFixedLong());
              case BOOLEAN -> in.readByte() == 1;
              case BYTES -> in.readBytes();
            };
      }
    }
    return row;
  }

  private static @Nullable Object checked(Column column, @Nullable Object value) {
    boolean fits =
        value == null
            || switch (column.type()) {
              case STRING -> value instanceof String;
              case LONG, TIMESTAMP -> value instanceof Long;
              case DOUBLE -> value instanceof Double;
              case BOOLEAN -> value instanceof Boolean;
              case BYTES -> value instanceof byte[];
            };
    if (!fits) {
      throw new IllegalArgumentException(
          "column %s holds %s, got %s".formatted(column.name(), column.type(), value));
    }
    return value;
  }
}
