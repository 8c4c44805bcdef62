package dev.landfall.jobs.lake.columns;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** True or false, a bit each. */
final class FlagPages extends ColumnPages {
  private final long[] page = new long[ROWS / Long.SIZE];
  private boolean sawTrue;
  private boolean sawFalse;

  FlagPages(String name, Packer packer) {
    super(name, Type.BOOLEAN, packer);
  }

  void add(int row, boolean value) {
    int at = next(row);
    if (value) {
      page[at >>> 6] |= 1L << at;
      sawTrue = true;
    } else {
      sawFalse = true;
    }
  }

  @Override
  Encoding encode(Bytes body, int count, Packer packer) {
    Runs.plainBits(body, page, count);
    Arrays.fill(page, 0);
    return Encoding.PLAIN;
  }

  @Override
  int dictionary(Bytes body) {
    throw new IllegalStateException("true and false have no dictionary");
  }

  @Override
  byte @Nullable [] least() {
    return sawFalse ? new byte[] {0} : sawTrue ? new byte[] {1} : null;
  }

  @Override
  byte @Nullable [] greatest() {
    return sawTrue ? new byte[] {1} : sawFalse ? new byte[] {0} : null;
  }

  @Override
  void clear() {
    sawTrue = false;
    sawFalse = false;
  }

  @Override
  long waiting() {
    return (long) Long.BYTES * page.length;
  }
}
