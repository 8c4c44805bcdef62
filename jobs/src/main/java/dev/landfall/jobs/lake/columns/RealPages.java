package dev.landfall.jobs.lake.columns;

import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Floating-point numbers, plain; nobody looks for them by range. */
final class RealPages extends ColumnPages {
  private final Bytes page = new Bytes(256);
  private final long[] one = new long[1];

  RealPages(String name, Packer packer) {
    super(name, Type.DOUBLE, packer);
  }

  void add(int row, double value) {
    next(row);
    one[0] = Double.doubleToLongBits(value);
    page.putLongs(one, 1);
  }

  @Override
  Encoding encode(Bytes body, int count, Packer packer) {
    body.put(page.array(), 0, page.size());
    page.clear();
    return Encoding.PLAIN;
  }

  @Override
  int dictionary(Bytes body) {
    throw new IllegalStateException("floating-point numbers have no dictionary");
  }

  @Override
  byte @Nullable [] least() {
    return null;
  }

  @Override
  byte @Nullable [] greatest() {
    return null;
  }

  @Override
  void clear() {
    page.clear();
  }

  @Override
  long waiting() {
    return page.size();
  }
}
