package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** One Parquet file of one table and day while it is written. Threads: one owner. */
final class RowFile {
  private static final int PAGE_BYTES = 256 * 1024;
  private static final int DICTIONARY_BYTES = 256 * 1024;

  /** Columns whose values hardly repeat: a dictionary would be built only to be thrown away. */
  private static final Set<String> UNIQUE =
      Set.of(
          "request_id",
          "event_id",
          "sample_id",
          "content_hash",
          "evidence_hash",
          "sha256",
          "evidence");

  private final LakeTable table;
  private final LocalDate day;
  private final String path;
  private final LakeFiles.NewFile file;
  private final ParquetWriter<byte[]> writer;
  private long rows;

  RowFile(LakeFiles files, LakeTable table, LocalDate day, ZstdCodecs codecs, WriterOptions options)
      throws IOException {
    this.table = table;
    this.day = day;
    this.path = "%s/dt=%s/%s.parquet".formatted(table.id(), day, UUID.randomUUID());
    this.file = files.create(path);
    Builder builder = new Builder(file, table);
    builder
        .withConf(new PlainParquetConfiguration())
        .withCodecFactory(codecs)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(options.rowGroupBytes())
        .withPageSize(PAGE_BYTES)
        .withDictionaryPageSize(DICTIONARY_BYTES)
        .withDictionaryEncoding(true);
    for (Column column : table.columns()) {
      if (UNIQUE.contains(column.name())) {
        builder.withDictionaryEncoding(column.name(), false);
      }
      if (column.type() == Column.Type.BYTES) {
        // nobody looks for evidence by range
        builder.withStatisticsEnabled(column.name(), false);
      }
    }
    this.writer = builder.build();
  }

  void append(byte[] row) throws IOException {
    if (row[0] != table.ordinal()) {
      throw new IllegalArgumentException("a file of %s takes no other rows".formatted(table.id()));
    }
    writer.write(row);
    rows++;
  }

  /** Bytes of the file so far: those written and those of the row group in memory. */
  long bytes() {
    return writer.getDataSize();
  }

  /** Bytes of the row group in memory. */
  long buffered() {
    return Math.max(0, writer.getDataSize() - file.position());
  }

  /** Completes the file and makes it visible under its path; no manifest names it yet. */
  DataFileAdded finish(boolean sealed) throws IOException {
    try (file) {
      writer.close();
      file.publish();
    }
    return new DataFileAdded(
        table, new Manifest.DataFile(path, day.toString(), rows, file.position(), sealed));
  }

  void abandon() throws IOException {
    file.close();
  }

  private static final class Builder extends ParquetWriter.Builder<byte[], Builder> {
    private final LakeTable table;

    Builder(LakeFiles.NewFile file, LakeTable table) {
      super(new NewFileOutput(file));
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // abstract in Parquet 1.15, never called by it here
    @Override
    protected WriteSupport<byte[]> getWriteSupport(Configuration hadoop) {
      throw new UnsupportedOperationException("the lake is written without Hadoop");
    }

    @Override
    protected WriteSupport<byte[]> getWriteSupport(ParquetConfiguration configuration) {
      return new RowWriteSupport(table);
    }
  }

  /** Parquet's view of the file; Parquet closing it does not make it visible. */
  private record NewFileOutput(LakeFiles.NewFile file) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new NewFileStream(file);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class NewFileStream extends PositionOutputStream {
    private final LakeFiles.NewFile file;
    private final byte[] one = new byte[1];

    NewFileStream(LakeFiles.NewFile file) {
      this.file = file;
    }

    @Override
    public long getPos() {
      return file.position();
    }

    @Override
    public void write(int b) throws IOException {
      one[0] = (byte) b;
      file.write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
    }
  }
}
