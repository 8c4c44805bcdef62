package dev.landfall.jobs.lake.columns;

import dev.landfall.core.lake.Cells;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file, filled cell by cell.
 *
 * <p>Shape: the cells of a row, then {@link #endRow}; at the end {@link #finish}. Optional flat
 * columns, data pages of version 1 with plain values or a dictionary, Zstandard; equal rows in
 * equal order give equal bytes. Memory: the row group that is being filled. Threads: one owner.
 */
public final class ColumnFile implements Cells {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final String WRITER = "landfall version 1 (build columns)";
  private static final int FORMAT_VERSION = 1;
  private static final int ROWS_BETWEEN_MEASURES = 256; // divides the rows of a page

  /** Columns whose values hardly repeat: a dictionary would be built only to be thrown away. */
  private static final Set<String> UNIQUE =
      Set.of("request_id", "event_id", "sample_id", "content_hash", "evidence_hash", "sha256");

  private final LakeTable table;
  private final MessageType schema;
  private final ColumnSink sink;
  private final long groupBytes;
  private final ColumnPages[] columns;
  private final List<RowGroup> groups = new ArrayList<>();
  private int row;
  private long rows;

  /** {@code groupBytes}: a row group is written when it holds so many bytes in memory. */
  public ColumnFile(
      LakeTable table, MessageType schema, ColumnSink sink, Packer packer, long groupBytes)
      throws IOException {
    this.table = table;
    this.schema = schema;
    this.sink = sink;
    this.groupBytes = groupBytes;
    this.columns = new ColumnPages[table.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = pages(table.columns().get(i), packer);
    }
    sink.write(MAGIC, 0, MAGIC.length);
  }

  private static ColumnPages pages(Column column, Packer packer) {
    String name = column.name();
    return switch (column.type()) {
      case STRING ->
          UNIQUE.contains(name) ? new PlainPages(name, packer, true) : new TextPages(name, packer);
      case LONG, TIMESTAMP -> new NumberPages(name, packer);
      case DOUBLE -> new RealPages(name, packer);
      case BOOLEAN -> new FlagPages(name, packer);
      case BYTES -> new PlainPages(name, packer, false); // nobody looks for evidence by range
    };
  }

  @Override
  public void text(int column, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (columns[column] instanceof TextPages texts) {
      texts.add(row, value);
    } else {
      ((PlainPages) columns[column]).add(row, value);
    }
  }

  @Override
  public void text(int column, byte[] bytes, int from, int length) {
    if (columns[column] instanceof TextPages texts) {
      texts.add(row, bytes, from, length);
    } else {
      ((PlainPages) columns[column]).add(row, bytes, from, length);
    }
  }

  @Override
  public void number(int column, long value) {
    ((NumberPages) columns[column]).add(row, value);
  }

  @Override
  public void real(int column, double value) {
    ((RealPages) columns[column]).add(row, value);
  }

  @Override
  public void flag(int column, boolean value) {
    ((FlagPages) columns[column]).add(row, value);
  }

  @Override
  public void bytes(int column, byte[] bytes, int from, int length) {
    ((PlainPages) columns[column]).add(row, bytes, from, length);
  }

  public void endRow() throws IOException {
    rows++;
    row++;
    if (row % ROWS_BETWEEN_MEASURES == 0) {
      if (row % ColumnPages.ROWS == 0) {
        endPages();
      }
      if (held() >= groupBytes) {
        endGroup();
      }
    }
  }

  public long rows() {
    return rows;
  }

  /** Bytes in memory. */
  public long held() {
    long held = 0;
    for (ColumnPages column : columns) {
      held += column.held();
    }
    return held;
  }

  /** Completes the file; the sink stays open. */
  public void finish() throws IOException {
    endGroup();
    ByteArrayOutputStream footer = new ByteArrayOutputStream(16 * 1024);
    Util.writeFileMetaData(footer(), footer);
    Bytes tail = new Bytes(footer.size() + Integer.BYTES + MAGIC.length);
    tail.put(footer.toByteArray(), 0, footer.size());
    tail.putInt(footer.size());
    tail.put(MAGIC, 0, MAGIC.length);
    sink.write(tail.array(), 0, tail.size());
  }

  private FileMetaData footer() {
    Map<String, String> said = Map.of("landfall.table.version", Integer.toString(table.version()));
    FileMetaData footer =
        new ParquetMetadataConverter()
            .toParquetMetadata(
                FORMAT_VERSION,
                new ParquetMetadata(
                    new org.apache.parquet.hadoop.metadata.FileMetaData(schema, said, WRITER),
                    List.of()));
    return footer.setRow_groups(groups).setNum_rows(rows);
  }

  private void endPages() {
    for (ColumnPages column : columns) {
      column.endPage(row);
    }
  }

  private void endGroup() throws IOException {
    if (row == 0) {
      return;
    }
    endPages();
    long start = sink.position();
    long plain = 0;
    List<ColumnChunk> chunks = new ArrayList<>(columns.length);
    for (ColumnPages column : columns) {
      ColumnChunk chunk = column.write(sink);
      plain += chunk.getMeta_data().getTotal_uncompressed_size();
      chunks.add(chunk);
    }
    RowGroup group = new RowGroup(chunks, plain, row);
    group.setFile_offset(start);
    group.setTotal_compressed_size(sink.position() - start);
    group.setOrdinal((short) groups.size());
    groups.add(group);
    row = 0;
  }
}
