package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.jobs.lake.columns.ColumnFile;
import dev.landfall.jobs.lake.columns.ColumnSink;
import dev.landfall.jobs.lake.columns.Packer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.UUID;

/** One Parquet file of one table and day while it is written. Threads: one owner. */
final class RowFile {
  private final LakeTable table;
  private final LocalDate day;
  private final String path;
  private final LakeFiles.NewFile file;
  private final ColumnFile columns;

  RowFile(LakeFiles files, LakeTable table, LocalDate day, Packer packer, WriterOptions options)
      throws IOException {
    this.table = table;
    this.day = day;
    this.path = "%s/dt=%s/%s.parquet".formatted(table.id(), day, UUID.randomUUID());
    this.file = files.create(path);
    this.columns =
        new ColumnFile(
            table, LakeSchema.of(table), new Sink(file), packer, options.rowGroupBytes());
  }

  void append(WaitingRow row) throws IOException {
    if (row.table() != table) {
      throw new IllegalArgumentException("a file of %s takes no other rows".formatted(table.id()));
    }
    row.write(columns);
    columns.endRow();
  }

  /** Bytes of the file so far: those written and those of the row group in memory. */
  long bytes() {
    return file.position() + buffered();
  }

  /** Bytes of the row group in memory. */
  long buffered() {
    return columns.held();
  }

  /** Completes the file and makes it visible under its path; no manifest names it yet. */
  DataFileAdded finish(boolean sealed) throws IOException {
    try (file) {
      columns.finish();
      file.publish();
    }
    return new DataFileAdded(
        table,
        new Manifest.DataFile(path, day.toString(), columns.rows(), file.position(), sealed));
  }

  void abandon() throws IOException {
    file.close();
  }

  private record Sink(LakeFiles.NewFile file) implements ColumnSink {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
    }

    @Override
    public long position() {
      return file.position();
    }
  }
}
