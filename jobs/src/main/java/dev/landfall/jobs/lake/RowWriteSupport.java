package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes coded rows of one table, column by column, straight into Parquet's column writers. */
final class RowWriteSupport extends WriteSupport<byte[]> {
  private final LakeTable table;
  private final List<Column> columns;
  private final RowCursor cursor = new RowCursor();
  private RecordConsumer out;

  @SuppressWarnings("NullAway.Init") // Parquet hands over the consumer in prepareForWrite
  RowWriteSupport(LakeTable table) {
    this.table = table;
    this.columns = table.columns();
  }

  @SuppressWarnings("deprecation") // abstract in Parquet 1.15, never called by it here
  @Override
  public WriteContext init(Configuration hadoop) {
    throw new UnsupportedOperationException("the lake is written without Hadoop");
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(
        LakeSchema.of(table), Map.of("landfall.table.version", Integer.toString(table.version())));
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(byte[] row) {
    cursor.on(row);
    out.startMessage();
    for (int i = 0; i < columns.size(); i++) {
      if (cursor.next()) {
        Column column = columns.get(i);
        out.startField(column.name(), i);
        value(column.type());
        out.endField(column.name(), i);
      }
    }
    out.endMessage();
  }

  private void value(Column.Type type) {
    switch (type) {
      case LONG, TIMESTAMP -> out.addLong(cursor.number());
      case DOUBLE -> out.addDouble(Double.longBitsToDouble(cursor.bits()));
      case BOOLEAN -> out.addBoolean(cursor.flag());
      case STRING, BYTES -> {
        cursor.slice();
        // "reused": who keeps the value copies it, and so never holds on to the whole row
        out.addBinary(Binary.fromReusedByteArray(cursor.bytes(), cursor.start(), cursor.length()));
      }
    }
  }
}
