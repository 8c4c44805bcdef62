package dev.landfall.jobs.lake;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.Closeable;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Reads Zstandard in Parquet pages, without Hadoop.
 *
 * <p>Parquet's own factory builds a Hadoop configuration even for codecs that need none. Pages that
 * are not compressed are read too; any other codec is refused by name. Threads: one owner.
 */
final class ZstdCodecs implements CompressionCodecFactory, Closeable {
  private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("the lake's files are written by columns.ColumnFile");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case ZSTD -> new Decompressor(decompress);
      case UNCOMPRESSED -> new Plain();
      default -> throw new IllegalArgumentException("the lake is read in ZSTD, not " + codec);
    };
  }

  /** Parquet calls this at the end of each file, but the contexts serve many. */
  @Override
  public void release() {
    // see close
  }

  @Override
  public void close() {
    decompress.close();
  }

  /** The page's bytes as an array-backed buffer, copied only if they are not one already. */
  private static ByteBuffer heap(BytesInput page) {
    ByteBuffer bytes = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), unused -> {});
    if (bytes.hasArray()) {
      return bytes;
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    copy.put(bytes);
    copy.flip();
    return copy;
  }

  private record Decompressor(ZstdDecompressCtx context) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int plainSize) {
      return BytesInput.from(plain(heap(page), plainSize));
    }

    @Override
    public void decompress(ByteBuffer in, int packedSize, ByteBuffer out, int plainSize) {
      byte[] packed = new byte[packedSize];
      in.get(packed);
      out.put(plain(ByteBuffer.wrap(packed), plainSize));
    }

    private byte[] plain(ByteBuffer packed, int plainSize) {
      byte[] plain = new byte[plainSize];
      int from = packed.arrayOffset() + packed.position();
      context.decompressByteArray(plain, 0, plainSize, packed.array(), from, packed.remaining());
      return plain;
    }

    @Override
    public void release() {
      // the factory owns the context
    }
  }

  private record Plain() implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int plainSize) {
      return page;
    }

    @Override
    public void decompress(ByteBuffer in, int packedSize, ByteBuffer out, int plainSize) {
      ByteBuffer page = in.slice();
      page.limit(packedSize);
      out.put(page);
      in.position(in.position() + packedSize);
    }

    @Override
    public void release() {
      // nothing held
    }
  }
}
