package dev.landfall.jobs.lake;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.Closeable;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard for Parquet pages, without Hadoop.
 *
 * <p>Parquet's own factory builds a Hadoop configuration even for codecs that need none. Pages that
 * are not compressed are read too; any other codec is refused by name. Threads: one owner.
 */
final class ZstdCodecs implements CompressionCodecFactory, Closeable {
  private static final int LEVEL = 1;

  private final ZstdCompressCtx compress = new ZstdCompressCtx().setLevel(LEVEL);
  private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("the lake is written in ZSTD, not " + codec);
    }
    return new Compressor(compress);
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
    compress.close();
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

  private static final class Compressor implements BytesInputCompressor {
    private final ZstdCompressCtx context;
    private byte[] packed = new byte[0];

    Compressor(ZstdCompressCtx context) {
      this.context = context;
    }

    @Override
    public BytesInput compress(BytesInput page) {
      ByteBuffer plain = heap(page);
      int bound = (int) Zstd.compressBound(plain.remaining());
      if (packed.length < bound) {
        packed = new byte[bound];
      }
      int from = plain.arrayOffset() + plain.position();
      int size =
          context.compressByteArray(
              packed, 0, packed.length, plain.array(), from, plain.remaining());
      return BytesInput.from(packed, 0, size); // Parquet copies it before it asks for the next page
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
      // the factory owns the context
    }
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
