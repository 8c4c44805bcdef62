package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one data file in their coded form, in the order they were written.
 *
 * <p>Missing: a column that the file does not have is null in every row. One row group at a time is
 * in memory. Errors: a file that is no Parquet file, or ends early, is an {@link IOException} with
 * its path. Threads: one owner.
 */
public final class RowFileReader implements Closeable {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int TAIL = 8; // length of the footer, then the magic bytes

  private final String path;
  private final SeekableByteChannel channel;
  private final ZstdCodecs codecs = new ZstdCodecs();
  private final MessageType asked;
  private final RowMaterializer materializer;
  private final MessageColumnIO columns;
  private final Iterator<BlockMetaData> groups;
  private @Nullable RecordReader<byte[]> group;
  private long left;

  public RowFileReader(LakeFiles files, LakeTable table, String path) throws IOException {
    this(files, table, path, column -> true);
  }

  /** Reads some columns only; the others are null in every row. */
  RowFileReader(LakeFiles files, LakeTable table, String path, Predicate<Column> wanted)
      throws IOException {
    this.path = path;
    this.channel = files.open(path);
    try {
      ParquetMetadata footer = footer();
      MessageType stored = footer.getFileMetaData().getSchema();
      asked = LakeSchema.readable(table, stored, wanted);
      materializer = new RowMaterializer(table, asked);
      columns =
          new ColumnIOFactory(footer.getFileMetaData().getCreatedBy())
              .getColumnIO(asked, stored, true);
      groups = footer.getBlocks().iterator();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The next row, or null at the end of the file. */
  public byte @Nullable [] next() throws IOException {
    while (left == 0) {
      if (!groups.hasNext()) {
        return null;
      }
      ParquetPages pages = pages(groups.next());
      left = pages.getRowCount();
      group = columns.getRecordReader(pages, materializer);
    }
    left--;
    return java.util.Objects.requireNonNull(group).read();
  }

  @Override
  public void close() throws IOException {
    codecs.close();
    channel.close();
  }

  private ParquetPages pages(BlockMetaData block) throws IOException {
    ParquetPages pages = new ParquetPages(block.getRowCount());
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      String[] name = chunk.getPath().toArray();
      if (asked.containsPath(name)) {
        ColumnDescriptor column = asked.getColumnDescription(name);
        byte[] bytes = read(chunk.getStartingPos(), Math.toIntExact(chunk.getTotalSize()));
        pages.add(column, chunk, bytes, codecs.getDecompressor(chunk.getCodec()));
      }
    }
    return pages;
  }

  private ParquetMetadata footer() throws IOException {
    long size = channel.size();
    if (size < MAGIC.length + TAIL) {
      throw new IOException("%s is no Parquet file: it has %d bytes".formatted(path, size));
    }
    ByteBuffer tail = ByteBuffer.wrap(read(size - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC) || length < 0 || length > size - TAIL) {
      throw new IOException("%s is no whole Parquet file: its end is damaged".formatted(path));
    }
    byte[] footer = read(size - TAIL - length, length);
    return new ParquetMetadataConverter()
        .readParquetMetadata(new ByteArrayInputStream(footer), ParquetMetadataConverter.NO_FILTER);
  }

  private byte[] read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    channel.position(position);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("%s ends early".formatted(path));
      }
    }
    return bytes.array();
  }
}
