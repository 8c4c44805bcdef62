package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one data file in their coded form, in the order they were written.
 *
 * <p>Missing: a column that the file does not have is null in every row. One row group at a time is
 * in memory. Threads: one owner.
 */
public final class RowFileReader implements Closeable {
  private final ParquetFileReader file;
  private final RowMaterializer materializer;
  private final MessageColumnIO columns;
  private final ZstdCodecs codecs = new ZstdCodecs();
  private @Nullable RecordReader<byte[]> group;
  private long left;

  public RowFileReader(LakeFiles files, LakeTable table, String path) throws IOException {
    this(files, table, path, column -> true);
  }

  /** Reads some columns only; the others are null in every row. */
  RowFileReader(LakeFiles files, LakeTable table, String path, Predicate<Column> wanted)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(codecs)
            .withUseHadoopVectoredIo(false)
            .build();
    file = ParquetFileReader.open(new LakeInputFile(files, path), options);
    MessageType stored = file.getFileMetaData().getSchema();
    MessageType asked = LakeSchema.readable(table, stored, wanted);
    file.setRequestedSchema(asked);
    materializer = new RowMaterializer(table, asked);
    columns =
        new ColumnIOFactory(file.getFileMetaData().getCreatedBy()).getColumnIO(asked, stored, true);
  }

  /** The next row, or null at the end of the file. */
  public byte @Nullable [] next() throws IOException {
    while (left == 0) {
      PageReadStore pages = file.readNextRowGroup();
      if (pages == null) {
        return null;
      }
      left = pages.getRowCount();
      group = columns.getRecordReader(pages, materializer);
    }
    left--;
    return java.util.Objects.requireNonNull(group).read();
  }

  @Override
  public void close() throws IOException {
    file.close();
    codecs.release();
  }
}
