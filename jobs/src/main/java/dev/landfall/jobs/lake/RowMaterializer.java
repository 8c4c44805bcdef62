package dev.landfall.jobs.lake;

import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Puts the columns of one row back into the coded form of {@code LakeRow}.
 *
 * <p>Parquet hands over the values of a row in the file's order and passes over nulls; they are
 * held until the row ends and then written in the table's order.
 */
final class RowMaterializer extends RecordMaterializer<byte[]> {
  private final LakeTable table;
  private final List<Column> columns;
  private final ByteWriter out = new ByteWriter();
  private final boolean[] present;
  private final long[] numbers;
  private final @Nullable Binary[] binaries;
  private final Root root;

  RowMaterializer(LakeTable table, MessageType asked) {
    this.table = table;
    this.columns = table.columns();
    this.present = new boolean[columns.size()];
    this.numbers = new long[columns.size()];
    this.binaries = new @Nullable Binary[columns.size()];
    this.root = new Root(asked);
  }

  @Override
  public byte[] getCurrentRecord() {
    out.reset();
    out.writeByte(table.ordinal());
    for (int i = 0; i < present.length; i++) {
      out.writeByte(present[i] ? 1 : 0);
      if (present[i]) {
        value(i);
      }
    }
    return out.toByteArray();
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private void value(int column) {
    switch (columns.get(column).type()) {
      case LONG, TIMESTAMP -> out.writeLong(numbers[column]);
      case DOUBLE -> out.writeFixedLong(numbers[column]);
      case BOOLEAN -> out.writeByte((int) numbers[column]);
      case STRING, BYTES -> {
        Binary value = binaries[column];
        out.writeBytes(value == null ? new byte[0] : value.getBytesUnsafe());
      }
    }
  }

  private final class Root extends GroupConverter {
    private final Value[] values;

    Root(MessageType asked) {
      values = new Value[asked.getFieldCount()];
      for (int field = 0; field < values.length; field++) {
        values[field] = new Value(columnOf(asked.getType(field).getId().intValue()));
      }
    }

    private int columnOf(int fieldId) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).fieldId() == fieldId) {
          return i;
        }
      }
      throw new IllegalStateException("table %s has no field %d".formatted(table.id(), fieldId));
    }

    @Override
    public Converter getConverter(int field) {
      return values[field];
    }

    @Override
    public void start() {
      Arrays.fill(present, false);
    }

    @Override
    public void end() {
      // the row is complete: getCurrentRecord writes it
    }
  }

  private final class Value extends PrimitiveConverter {
    private final int column;

    Value(int column) {
      this.column = column;
    }

    @Override
    public void addLong(long value) {
      present[column] = true;
      numbers[column] = value;
    }

    @Override
    public void addDouble(double value) {
      addLong(Double.doubleToLongBits(value));
    }

    @Override
    public void addBoolean(boolean value) {
      addLong(value ? 1 : 0);
    }

    @Override
    public void addBinary(Binary value) {
      present[column] = true;
      binaries[column] = value;
    }
  }
}
