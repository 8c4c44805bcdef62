package dev.landfall.jobs.lake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one row group, for Parquet's own record reader.
 *
 * <p>Parquet 1.15's file reader cannot be used: its options load a class that extends Hadoop's
 * MapReduce input format. Shape: flat columns, data pages of version 1, as {@link RowFile} writes
 * them. Source: parquet-format, Thrift page headers before each page of a column chunk.
 */
final class ParquetPages implements PageReadStore {
  private final long rows;
  private final Map<ColumnDescriptor, ColumnPages> columns = new HashMap<>();

  ParquetPages(long rows) {
    this.rows = rows;
  }

  void add(
      ColumnDescriptor column,
      ColumnChunkMetaData chunk,
      byte[] bytes,
      BytesInputDecompressor decompressor)
      throws IOException {
    columns.put(column, new ColumnPages(chunk.getValueCount(), bytes, decompressor));
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    ColumnPages pages = columns.get(column);
    if (pages == null) {
      throw new IllegalStateException("column %s was not read".formatted(column));
    }
    return pages;
  }

  @Override
  public long getRowCount() {
    return rows;
  }

  private static final class ColumnPages implements PageReader {
    private final long values;
    private final BytesInputDecompressor decompressor;
    private final Queue<Packed> pages = new ArrayDeque<>();
    private @Nullable Packed dictionary;

    private record Packed(PageHeader header, BytesInput bytes) {}

    ColumnPages(long values, byte[] chunk, BytesInputDecompressor decompressor) throws IOException {
      this.values = values;
      this.decompressor = decompressor;
      ByteArrayInputStream in = new ByteArrayInputStream(chunk);
      long seen = 0;
      while (seen < values) {
        PageHeader header = Util.readPageHeader(in);
        int size = header.getCompressed_page_size();
        int start = chunk.length - in.available();
        if (in.skip(size) != size) {
          throw new IOException("a column chunk ends inside a page");
        }
        Packed page = new Packed(header, BytesInput.from(chunk, start, size));
        switch (header.getType()) {
          case DATA_PAGE -> {
            pages.add(page);
            seen += header.getData_page_header().getNum_values();
          }
          case DICTIONARY_PAGE -> dictionary = page;
          case INDEX_PAGE -> {}
          case DATA_PAGE_V2 ->
              throw new IOException("data pages of version 2 are not written by this build");
        }
      }
    }

    @Override
    public long getTotalValueCount() {
      return values;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
      Packed page = dictionary;
      if (page == null) {
        return null;
      }
      var header = page.header().getDictionary_page_header();
      return new DictionaryPage(
          plain(page), header.getNum_values(), Encoding.valueOf(header.getEncoding().name()));
    }

    @Override
    public @Nullable DataPage readPage() {
      Packed page = pages.poll();
      if (page == null) {
        return null;
      }
      var header = page.header().getData_page_header();
      return new DataPageV1(
          plain(page),
          header.getNum_values(),
          page.header().getUncompressed_page_size(),
          null,
          Encoding.valueOf(header.getRepetition_level_encoding().name()),
          Encoding.valueOf(header.getDefinition_level_encoding().name()),
          Encoding.valueOf(header.getEncoding().name()));
    }

    private BytesInput plain(Packed page) {
      try {
        return decompressor.decompress(page.bytes(), page.header().getUncompressed_page_size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
