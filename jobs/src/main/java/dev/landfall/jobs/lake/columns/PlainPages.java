package dev.landfall.jobs.lake.columns;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Texts and bytes that hardly repeat, as they are. A page of large ones ends before its rows do.
 */
final class PlainPages extends ColumnPages {
  private static final int PAGE_BYTES = 256 * 1024;

  private final Bytes page = new Bytes(1024);
  private final @Nullable Bounds bounds;

  /** {@code ranged}: least and greatest are worth knowing. */
  PlainPages(String name, Packer packer, boolean ranged) {
    super(name, Type.BYTE_ARRAY, packer);
    bounds = ranged ? new Bounds() : null;
  }

  void add(int row, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(row, bytes, 0, bytes.length);
  }

  void add(int row, byte[] bytes, int from, int length) {
    if (page.size() >= PAGE_BYTES) {
      endPage(row);
    }
    next(row);
    page.putInt(length);
    page.put(bytes, from, length);
    if (bounds != null) {
      bounds.take(bytes, from, length);
    }
  }

  @Override
  Encoding encode(Bytes body, int count, Packer packer) {
    body.put(page.array(), 0, page.size());
    page.clear();
    return Encoding.PLAIN;
  }

  @Override
  int dictionary(Bytes body) {
    throw new IllegalStateException("values that hardly repeat have no dictionary");
  }

  @Override
  byte @Nullable [] least() {
    return bounds == null ? null : bounds.least();
  }

  @Override
  byte @Nullable [] greatest() {
    return bounds == null ? null : bounds.greatest();
  }

  @Override
  void clear() {
    page.clear();
    if (bounds != null) {
      bounds.clear();
    }
  }

  @Override
  long waiting() {
    return page.size();
  }
}
