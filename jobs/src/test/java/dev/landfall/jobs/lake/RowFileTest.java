package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.lake.columns.Packer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowFileTest {
  @TempDir Path lake;

  @ParameterizedTest
  @EnumSource(LakeTable.class)
  void rows_of_every_table_come_back_as_written(LakeTable table) throws Exception {
    LakeFiles files = LakeFiles.in(lake);
    List<LakeRow> written = new ArrayList<>();
    for (int n = 0; n < 3000; n++) {
      written.add(n % 3 == 0 ? LakeSamples.bare(table, n) : LakeSamples.full(table, n));
    }

    DataFileAdded added = write(files, table, written, smallGroups());

    List<LakeRow> read = LakeSamples.rows(files, table, added.file().path());
    assertThat(read).hasSameSizeAs(written);
    for (int n = 0; n < written.size(); n++) {
      assertThat(LakeSamples.values(read.get(n))).isEqualTo(LakeSamples.values(written.get(n)));
    }
    assertThat(added.file().rows()).isEqualTo(3000);
    assertThat(added.file().bytes()).isEqualTo(Files.size(lake.resolve(added.file().path())));
    assertThat(added.file().path()).startsWith(table.id() + "/dt=2026-11-01/").endsWith(".parquet");
  }

  @Test
  void every_column_carries_its_field_id_and_all_pages_are_zstd() throws Exception {
    LakeFiles files = LakeFiles.in(lake);
    DataFileAdded added =
        write(files, LakeTable.CALLS, List.of(LakeSamples.full(LakeTable.CALLS, 1)), smallGroups());

    byte[] file = files.read(added.file().path());
    ByteBuffer end = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = end.getInt(file.length - 8);
    ParquetMetadata footer =
        new ParquetMetadataConverter()
            .readParquetMetadata(
                new ByteArrayInputStream(file, file.length - 8 - length, length),
                ParquetMetadataConverter.NO_FILTER);
    MessageType schema = footer.getFileMetaData().getSchema();
    LakeTable.CALLS
        .columns()
        .forEach(
            column ->
                assertThat(schema.getType(column.name()).getId().intValue())
                    .isEqualTo(column.fieldId()));
    var columns = footer.getBlocks().get(0).getColumns();
    assertThat(columns).allMatch(c -> c.getCodec().name().equals("ZSTD"));
    assertThat(columns.get(LakeTable.CALLS.indexOf("called_at")).getStatistics().hasNonNullValue())
        .isTrue();
    assertThat(columns.get(LakeTable.CALLS.indexOf("evidence")).getStatistics().hasNonNullValue())
        .isFalse();
  }

  @Test
  void columns_that_an_older_file_lacks_are_null_and_renamed_ones_are_found_by_id()
      throws Exception {
    Path old = lake.resolve("probes/dt=2026-11-01/old.parquet");
    Files.createDirectories(old.getParent());
    try (ParquetWriter<String> writer = new OldWriter(old).build()) {
      writer.write("s-1");
    }

    List<LakeRow> rows =
        LakeSamples.rows(LakeFiles.in(lake), LakeTable.PROBES, "probes/dt=2026-11-01/old.parquet");

    assertThat(rows).hasSize(1);
    assertThat(LakeSamples.values(rows.get(0)))
        .hasSize(LakeTable.PROBES.columns().size())
        .startsWith(
            "sample_id=s-1", "request_id=null", "source_region=null", "total_ms=null", "sent_at=7")
        .filteredOn(value -> !value.toString().endsWith("=null"))
        .containsExactly("sample_id=s-1", "sent_at=7");
  }

  @Test
  void a_file_abandoned_leaves_nothing_and_an_unfinished_one_is_not_seen() throws Exception {
    LakeFiles files = LakeFiles.in(lake);
    RowFile file =
        new RowFile(
            files,
            LakeTable.PROBES,
            LocalDate.of(2026, 11, 1),
            new Packer(),
            WriterOptions.defaults());
    add(file, LakeSamples.full(LakeTable.PROBES, 1));
    assertThat(files.list("probes")).noneMatch(entry -> entry.path().endsWith(".parquet"));

    file.abandon();

    assertThat(files.list("probes")).isEmpty();
  }

  @Test
  void a_file_cut_short_is_an_error_that_names_it() throws Exception {
    LakeFiles files = LakeFiles.in(lake);
    DataFileAdded added =
        write(files, LakeTable.LATE, List.of(LakeSamples.full(LakeTable.LATE, 1)), smallGroups());
    Path file = lake.resolve(added.file().path());
    byte[] whole = Files.readAllBytes(file);
    for (int size : new int[] {0, 11, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertThatThrownBy(() -> new RowFileReader(files, LakeTable.LATE, added.file().path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(added.file().path());
    }
  }

  @Test
  void a_row_of_another_table_is_refused() throws Exception {
    RowFile file =
        new RowFile(
            LakeFiles.in(lake),
            LakeTable.PROBES,
            LocalDate.of(2026, 11, 1),
            new Packer(),
            WriterOptions.defaults());
    assertThatThrownBy(() -> add(file, LakeSamples.full(LakeTable.LATE, 1)))
        .hasMessageContaining("a file of probes takes no other rows");
    file.abandon();
  }

  private static WriterOptions smallGroups() {
    return new WriterOptions(4, 1 << 26, 64 * 1024, 1 << 26);
  }

  private static DataFileAdded write(
      LakeFiles files, LakeTable table, List<LakeRow> rows, WriterOptions options)
      throws Exception {
    RowFile file = new RowFile(files, table, LocalDate.of(2026, 11, 1), new Packer(), options);
    for (LakeRow row : rows) {
      add(file, row);
    }
    return file.finish(false);
  }

  private static void add(RowFile file, LakeRow row) throws IOException {
    file.append(new WaitingRow.Coded(row.encode(), new RowCursor()));
  }

  /** Writes probes as an older build might have: three columns gone, one under another name. */
  private static final class OldWriter extends ParquetWriter.Builder<String, OldWriter> {
    OldWriter(Path file) {
      super(new LocalOutputFile(file));
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new Uncompressed());
      withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
    }

    @Override
    protected OldWriter self() {
      return this;
    }

    @Override
    protected WriteSupport<String> getWriteSupport(Configuration hadoop) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected WriteSupport<String> getWriteSupport(ParquetConfiguration configuration) {
      return new OldSupport();
    }
  }

  /** Parquet's own factory wants Hadoop. */
  private static final class Uncompressed
      implements CompressionCodecFactory, CompressionCodecFactory.BytesInputCompressor {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return this;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BytesInput compress(BytesInput page) {
      return page;
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.UNCOMPRESSED;
    }

    @Override
    public void release() {
      // nothing held
    }
  }

  private static final class OldSupport extends WriteSupport<String> {
    private RecordConsumer out;

    @Override
    public WriteContext init(Configuration hadoop) {
      throw new UnsupportedOperationException();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(
          MessageTypeParser.parseMessageType(
              "message probes { optional int64 at_micros = 5; optional binary sample_id = 1; }"),
          Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(String id) {
      out.startMessage();
      out.startField("at_micros", 0);
      out.addLong(7);
      out.endField("at_micros", 0);
      out.startField("sample_id", 1);
      out.addBinary(Binary.fromString(id));
      out.endField("sample_id", 1);
      out.endMessage();
    }
  }
}
