package dev.landfall.jobs.lake;

import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LakeTable;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Puts the columns of one row back into the coded form of {@code LakeRow}.
 *
 * <p>Parquet hands over a flat row's values in the order of the schema asked for, which is the
 * table's own; a gap between two of them is a run of nulls.
 */
final class RowMaterializer extends RecordMaterializer<byte[]> {
  private final LakeTable table;
  private final ByteWriter out = new ByteWriter();
  private final Root root;
  private int nextColumn;

  RowMaterializer(LakeTable table, MessageType asked) {
    this.table = table;
    this.root = new Root(asked);
  }

  @Override
  public byte[] getCurrentRecord() {
    return out.toByteArray();
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private void at(int column) {
    nullsUpTo(column);
    out.writeByte(1);
    nextColumn = column + 1;
  }

  private void nullsUpTo(int column) {
    for (; nextColumn < column; nextColumn++) {
      out.writeByte(0);
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
      for (int i = 0; i < table.columns().size(); i++) {
        if (table.columns().get(i).fieldId() == fieldId) {
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
      out.reset();
      out.writeByte(table.ordinal());
      nextColumn = 0;
    }

    @Override
    public void end() {
      nullsUpTo(table.columns().size());
    }
  }

  private final class Value extends PrimitiveConverter {
    private final int column;

    Value(int column) {
      this.column = column;
    }

    @Override
    public void addLong(long value) {
      at(column);
      out.writeLong(value);
    }

    @Override
    public void addDouble(double value) {
      at(column);
      out.writeFixedLong(Double.doubleToLongBits(value));
    }

    @Override
    public void addBoolean(boolean value) {
      at(column);
      out.writeByte(value ? 1 : 0);
    }

    @Override
    public void addBinary(Binary value) {
      at(column);
      out.writeBytes(value.getBytesUnsafe());
    }
  }
}
