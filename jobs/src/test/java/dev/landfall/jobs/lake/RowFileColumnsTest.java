package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.lake.columns.Packer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of more rows than a page, a dictionary or a row group holds. */
class RowFileColumnsTest {
  private static final int MANY = 70_000;

  @TempDir Path lake;

  @Test
  void values_of_every_shape_come_back_across_pages_dictionaries_and_row_groups() throws Exception {
    String path = write(MANY, 2 << 20, RowFileColumnsTest::shaped);

    FileMetaData footer = footer(path);
    assertThat(footer.getRow_groups()).hasSizeGreaterThan(3);
    assertThat(footer.getRow_groups().stream().mapToLong(group -> group.getNum_rows()).sum())
        .isEqualTo(MANY);
    try (RowFileReader reader = new RowFileReader(LakeFiles.in(lake), LakeTable.CALLS, path)) {
      for (int n = 0; n < MANY; n++) {
        assertThat(reader.next()).as("row %d", n).isEqualTo(shaped(n).encode());
      }
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void a_dictionary_that_fills_gives_way_to_plain_values_in_the_same_row_group() throws Exception {
    String path = write(MANY, 1 << 30, RowFileColumnsTest::shaped);

    assertThat(footer(path).getRow_groups()).hasSize(1);
    List<Encoding> both = List.of(Encoding.RLE, Encoding.PLAIN, Encoding.RLE_DICTIONARY);
    assertThat(meta(path, "principal").getEncodings()).isEqualTo(both);
    assertThat(meta(path, "input_tokens").getEncodings()).isEqualTo(both);
    assertThat(meta(path, "content_hash").isSetDictionary_page_offset()).isFalse();
    assertThat(meta(path, "called_at").isSetDictionary_page_offset()).isFalse();
    try (RowFileReader reader = new RowFileReader(LakeFiles.in(lake), LakeTable.CALLS, path)) {
      for (int n = 0; n < MANY; n++) {
        assertThat(reader.next()).as("row %d", n).isEqualTo(shaped(n).encode());
      }
    }
  }

  @Test
  void least_greatest_and_nulls_are_those_of_the_values() throws Exception {
    String path = write(9_000, 1 << 30, RowFileColumnsTest::shaped);

    var calledAt = meta(path, "called_at").getStatistics();
    assertThat(little(calledAt.getMin_value())).isEqualTo(shaped(0).get("called_at"));
    assertThat(little(calledAt.getMax_value())).isEqualTo(shaped(8_999).get("called_at"));
    var model = meta(path, "model").getStatistics();
    assertThat(new String(model.getMin_value(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("a");
    assertThat(new String(model.getMax_value(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("ü");
    assertThat(meta(path, "latency_ms").getStatistics().getNull_count()).isEqualTo(3_000);
    assertThat(meta(path, "error_code").getStatistics().getNull_count()).isEqualTo(9_000);
    assertThat(meta(path, "error_code").getStatistics().isSetMin_value()).isFalse();
    assertThat(meta(path, "evidence").getStatistics().isSetMin_value()).isFalse();
  }

  @Test
  void equal_rows_make_equal_files() throws Exception {
    byte[] one = LakeFiles.in(lake).read(write(9_000, 1 << 20, RowFileColumnsTest::shaped));
    byte[] two = LakeFiles.in(lake).read(write(9_000, 1 << 20, RowFileColumnsTest::shaped));
    assertThat(one).isEqualTo(two);
  }

  @Test
  void every_page_has_the_checksum_of_its_bytes() throws Exception {
    String path = write(9_000, 1 << 30, RowFileColumnsTest::shaped);
    byte[] file = LakeFiles.in(lake).read(path);
    int pages = 0;
    for (ColumnChunk chunk : footer(path).getRow_groups().get(0).getColumns()) {
      int at = (int) chunk.getFile_offset();
      int end = at + (int) chunk.getMeta_data().getTotal_compressed_size();
      while (at < end) {
        ByteArrayInputStream in = new ByteArrayInputStream(file, at, end - at);
        PageHeader header = Util.readPageHeader(in);
        CRC32 crc = new CRC32();
        crc.update(file, end - in.available(), header.getCompressed_page_size());
        assertThat(header.getCrc()).isEqualTo((int) crc.getValue());
        at = end - in.available() + header.getCompressed_page_size();
        pages++;
      }
    }
    assertThat(pages).isGreaterThan(LakeTable.CALLS.columns().size() * 3);
  }

  /**
   * Repeats first and then does not, comes and goes in runs, is large, negative, or never there.
   */
  private static LakeRow shaped(int n) {
    Random random = new Random(n);
    byte[] evidence = new byte[random.nextInt(400)];
    random.nextBytes(evidence);
    LakeRow row =
        new LakeRow(LakeTable.CALLS)
            .set("partition", "aws")
            .set("account", n < 30_000 ? "111122223333" : "444455556666")
            .set("request_id", "r-" + n)
            .set("called_at", LakeSamples.micros(LakeSamples.NOON) + n)
            .set("model", List.of("a", "b", "ü").get(n % 3))
            .set("principal", n < 5_000 ? "role-" + n % 10 : "session-of-some-role-" + n)
            .set("profile", random.nextBoolean() ? "au.some-profile" : null)
            .set("verdict_reason", n / 1_000 % 2 == 0 ? null : "open")
            .set("streaming", random.nextBoolean())
            .set("input_tokens", n < 5_000 ? n % 7L : (long) n)
            .set("output_tokens", n % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE)
            .set("latency_ms", n % 3 == 0 ? null : (long) random.nextInt())
            .set("reserved_tokens", n < 5_000 ? null : 1L)
            .set("content_hash", Long.toHexString(random.nextLong()));
    return row.set("evidence", n % 50 == 0 ? null : evidence);
  }

  private String write(int rows, long groupBytes, IntFunction<LakeRow> rowOf) throws Exception {
    WriterOptions options = new WriterOptions(4, 1 << 30, groupBytes, 1 << 30);
    try (Packer packer = new Packer()) {
      RowFile file =
          new RowFile(
              LakeFiles.in(lake), LakeTable.CALLS, LocalDate.of(2026, 11, 1), packer, options);
      for (int n = 0; n < rows; n++) {
        file.append(new WaitingRow.Coded(rowOf.apply(n).encode(), new RowCursor()));
      }
      return file.finish(false).file().path();
    }
  }

  private ColumnMetaData meta(String path, String column) throws Exception {
    return footer(path)
        .getRow_groups()
        .get(0)
        .getColumns()
        .get(LakeTable.CALLS.indexOf(column))
        .getMeta_data();
  }

  private FileMetaData footer(String path) throws Exception {
    byte[] file = LakeFiles.in(lake).read(path);
    int length = (int) little(java.util.Arrays.copyOfRange(file, file.length - 8, file.length - 4));
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static long little(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
