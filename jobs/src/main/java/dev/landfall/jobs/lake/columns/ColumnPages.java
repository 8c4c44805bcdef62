package dev.landfall.jobs.lake.columns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * One column of the row group that is being filled.
 *
 * <p>Shape: values wait in their own form until a page is full; packed pages wait until the row
 * group is. Missing: a row for which nothing is added is null, at no cost.
 */
abstract class ColumnPages {
  /** Rows of a page, at most. */
  static final int ROWS = 4096;

  private static final int MOST_STATISTICS = 4096; // bytes of least and greatest together

  private final String name;
  private final Type type;
  private final Packer packer;
  private final long[] present = new long[ROWS / Long.SIZE];
  private final Bytes pages = new Bytes(256);
  private int pageFrom;
  private int values;
  private long plainSize;
  private long rows;
  private long nulls;
  private boolean sawPlain;
  private boolean sawDictionary;

  ColumnPages(String name, Type type, Packer packer) {
    this.name = name;
    this.type = type;
    this.packer = packer;
  }

  /** Counts a value of this row and says where in the page it stands. */
  final int next(int row) {
    int at = row - pageFrom;
    present[at >>> 6] |= 1L << at;
    return values++;
  }

  /** Ends the page before this row of the row group. */
  final void endPage(int row) {
    int count = row - pageFrom;
    if (count == 0) {
      return;
    }
    Bytes body = packer.body();
    levels(body, count);
    Encoding encoding = encode(body, values, packer);
    sawDictionary |= encoding == Encoding.RLE_DICTIONARY;
    sawPlain |= encoding == Encoding.PLAIN;
    plainSize += packer.data(pages, count, encoding);
    rows += count;
    nulls += count - values;
    Arrays.fill(present, 0);
    pageFrom = row;
    values = 0;
  }

  /** Definition levels: their size, then one bit for each row. */
  private void levels(Bytes body, int count) {
    body.putInt(0);
    int start = body.size();
    if (values == count || values == 0) {
      Runs.run(body, values == 0 ? 0 : 1, count, 1);
    } else {
      Runs.bits(body, present, count);
    }
    body.setInt(start - Integer.BYTES, body.size() - start);
  }

  /** Appends the page's values, {@code count} of them, and begins an empty page. */
  abstract Encoding encode(Bytes body, int count, Packer packer);

  /** Appends the dictionary's entries; how many there are. */
  abstract int dictionary(Bytes body);

  /** Least and greatest value of the row group in Parquet's plain form; null: not known. */
  abstract byte @Nullable [] least();

  abstract byte @Nullable [] greatest();

  /** Forgets the row group. */
  abstract void clear();

  /** Bytes of values that wait for their page. */
  abstract long waiting();

  final long held() {
    return pages.size() + waiting();
  }

  /** Writes the column's part of the row group, all of whose pages are ended. */
  final ColumnChunk write(ColumnSink sink) throws IOException {
    long start = sink.position();
    if (sawDictionary) {
      Bytes page = new Bytes(1024);
      int entries = dictionary(packer.body());
      plainSize += packer.dictionary(page, entries);
      sink.write(page.array(), 0, page.size());
    }
    long data = sink.position();
    sink.write(pages.array(), 0, pages.size());
    ColumnMetaData meta =
        new ColumnMetaData(
            type,
            encodings(),
            List.of(name),
            CompressionCodec.ZSTD,
            rows,
            plainSize,
            sink.position() - start,
            data);
    if (sawDictionary) {
      meta.setDictionary_page_offset(start);
    }
    meta.setStatistics(statistics());
    restart();
    return new ColumnChunk(start).setMeta_data(meta);
  }

  private List<Encoding> encodings() {
    List<Encoding> used = new ArrayList<>(List.of(Encoding.RLE)); // of the levels
    if (sawPlain || sawDictionary) {
      used.add(Encoding.PLAIN); // dictionaries are plain, too
    }
    if (sawDictionary) {
      used.add(Encoding.RLE_DICTIONARY);
    }
    return used;
  }

  private Statistics statistics() {
    Statistics statistics = new Statistics().setNull_count(nulls);
    byte[] least = least();
    byte[] greatest = greatest();
    if (least != null && greatest != null && least.length + greatest.length <= MOST_STATISTICS) {
      statistics.setMin_value(least).setMax_value(greatest);
    }
    return statistics;
  }

  private void restart() {
    clear();
    pages.clear();
    pageFrom = 0;
    plainSize = 0;
    rows = 0;
    nulls = 0;
    sawPlain = false;
    sawDictionary = false;
  }
}
