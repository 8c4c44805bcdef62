package dev.landfall.jobs.lake.columns;

import java.io.IOException;

/** Where a file's bytes go, in order. */
public interface ColumnSink {
  void write(byte[] bytes, int offset, int length) throws IOException;

  long position();
}
