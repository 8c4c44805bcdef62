package dev.landfall.jobs.lake.columns;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.util.zip.CRC32;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;

/**
 * Compresses pages and puts their headers before them.
 *
 * <p>Serves any number of files, one page at a time. Source: parquet-format, parquet.thrift, {@code
 * PageHeader}, in Thrift's compact form; data pages of version 1. Threads: one owner.
 */
public final class Packer implements Closeable {
  private static final int LEVEL = 1;
  private static final int NEXT_I32 = 0x15; // the field after the last one, an i32
  private static final int NEXT_STRUCT = 0x1c;
  private static final int THIRD_NEXT_STRUCT = 0x3c;
  private static final int STOP = 0;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
  private final CRC32 crc = new CRC32();
  private final Bytes body = new Bytes(64 * 1024);
  private final char[] ids = new char[ColumnPages.ROWS];
  private byte[] packed = new byte[0];

  /** For the page that is being made, and only until it is packed. */
  Bytes body() {
    body.clear();
    return body;
  }

  char[] ids() {
    return ids;
  }

  /** Appends the page in {@link #body}; its size if it were not compressed, with its header. */
  int data(Bytes out, int rows, Encoding encoding) {
    int before = out.size();
    int size = pack(out, PageType.DATA_PAGE);
    out.putByte(NEXT_STRUCT);
    i32(out, rows);
    i32(out, encoding.getValue());
    i32(out, Encoding.RLE.getValue()); // definition levels
    i32(out, Encoding.RLE.getValue()); // repetition levels, of which there are none
    return finish(out, before, size);
  }

  int dictionary(Bytes out, int entries) {
    int before = out.size();
    int size = pack(out, PageType.DICTIONARY_PAGE);
    out.putByte(THIRD_NEXT_STRUCT);
    i32(out, entries);
    i32(out, Encoding.PLAIN.getValue());
    return finish(out, before, size);
  }

  private int pack(Bytes out, PageType type) {
    int bound = (int) Zstd.compressBound(body.size());
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int size = zstd.compressByteArray(packed, 0, packed.length, body.array(), 0, body.size());
    crc.reset();
    crc.update(packed, 0, size);
    i32(out, type.getValue());
    i32(out, body.size());
    i32(out, size);
    i32(out, (int) crc.getValue());
    return size;
  }

  private int finish(Bytes out, int before, int size) {
    out.putByte(STOP);
    out.putByte(STOP);
    int header = out.size() - before;
    out.put(packed, 0, size);
    return header + body.size();
  }

  private static void i32(Bytes out, int value) {
    out.putByte(NEXT_I32);
    out.putVarint(value << 1 ^ value >> 31);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
