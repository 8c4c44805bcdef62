package dev.landfall.jobs.lake.columns;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers and times: numbers into a dictionary of the row group while that is shorter, and if
 * the first page shows that it is not, plain for the rest of the file.
 */
final class NumberPages extends ColumnPages {
  private final NumberDictionary dictionary = new NumberDictionary();
  private long[] page = new long[256];
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private boolean repeating = true;
  private boolean coded = true;
  private boolean inUse;

  NumberPages(String name, Packer packer) {
    super(name, Type.INT64, packer);
  }

  void add(int row, long value) {
    int at = next(row);
    if (at == page.length) {
      page = Arrays.copyOf(page, at * 2);
    }
    page[at] = value;
  }

  @Override
  Encoding encode(Bytes body, int count, Packer packer) {
    bounds(count);
    if (coded && count > 0 && code(body, count, packer.ids())) {
      return Encoding.RLE_DICTIONARY;
    }
    body.putLongs(page, count);
    return Encoding.PLAIN;
  }

  private void bounds(int count) {
    long low = least;
    long high = greatest;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, page[i]);
      high = Math.max(high, page[i]);
    }
    least = low;
    greatest = high;
  }

  private boolean code(Bytes body, int count, char[] ids) {
    for (int i = 0; i < count; i++) {
      ids[i] = (char) (i > 0 && page[i] == page[i - 1] ? ids[i - 1] : dictionary.idOf(page[i]));
    }
    int width = Runs.width(dictionary.count());
    if (!inUse && dictionary.count() * 64L + (long) count * width > count * 64L) {
      dictionary.clear();
      repeating = false;
      coded = false;
      return false;
    }
    inUse = true;
    body.putByte(width);
    Runs.write(body, ids, count, width);
    coded = dictionary.count() <= NumberDictionary.MOST;
    return true;
  }

  @Override
  int dictionary(Bytes body) {
    dictionary.putAll(body);
    return dictionary.count();
  }

  @Override
  byte @Nullable [] least() {
    return least > greatest ? null : plain(least);
  }

  @Override
  byte @Nullable [] greatest() {
    return least > greatest ? null : plain(greatest);
  }

  private static byte[] plain(long value) {
    Bytes bytes = new Bytes(Long.BYTES);
    bytes.putLongs(new long[] {value}, 1);
    return bytes.array();
  }

  @Override
  void clear() {
    dictionary.clear();
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
    coded = repeating;
    inUse = false;
  }

  @Override
  long waiting() {
    return (long) Long.BYTES * (page.length + dictionary.count());
  }
}
