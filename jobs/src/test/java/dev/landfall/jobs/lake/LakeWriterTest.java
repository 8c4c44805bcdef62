package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeWriterTest {
  private static final long DAY_MILLIS = 86_400_000L;

  @TempDir Path lake;

  @Test
  void rows_go_to_a_file_of_their_table_and_day() throws Exception {
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
      writer.append(probe("a", 0));
      writer.append(probe("b", DAY_MILLIS - 1));
      writer.append(probe("c", DAY_MILLIS));
      writer.append(probe("d", -1));
      writer.append(LakeSamples.full(LakeTable.REJECTS, 1));

      SealedFiles sealed = writer.seal();

      assertThat(sealed.files())
          .extracting(added -> added.table().id() + " " + added.file().dt())
          .containsExactlyInAnyOrder(
              "probes 1970-01-01", "probes 1970-01-02", "probes 1969-12-31", "rejects 2026-11-01");
      assertThat(writer.seal().isEmpty()).isTrue();
    }
  }

  @Test
  void open_files_stay_within_the_bound_and_no_row_is_lost() throws Exception {
    WriterOptions three = new WriterOptions(3, 1 << 26, 1 << 20, 1 << 26);
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), three)) {
      long most = 0;
      for (int n = 0; n < 10_000; n++) {
        writer.append(probe("s" + n, (n % 10) * DAY_MILLIS));
        most = Math.max(most, writer.openFiles());
      }
      assertThat(most).isEqualTo(3);
      assertThat(ids(writer.seal())).hasSize(10_000);
    }
  }

  @Test
  void few_rows_need_no_open_file_until_they_are_sealed() throws Exception {
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
      for (int n = 0; n < 200; n++) {
        writer.append(probe("s" + n, n * DAY_MILLIS));
      }
      assertThat(writer.openFiles()).isZero();
      assertThat(LakeFiles.in(lake).list("probes")).isEmpty();
      assertThat(ids(writer.seal())).hasSize(200);
    }
  }

  @Test
  void a_file_past_its_size_is_closed_and_another_is_started() throws Exception {
    WriterOptions small = new WriterOptions(3, 1 << 26, 8 * 1024, 32 * 1024);
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), small)) {
      for (int n = 0; n < 20_000; n++) {
        writer.append(probe("sample-" + n * 7919, n));
      }
      SealedFiles sealed = writer.seal();
      assertThat(sealed.files()).hasSizeGreaterThan(2);
      assertThat(ids(sealed)).hasSize(20_000);
    }
  }

  @Test
  void rows_held_in_memory_stay_within_the_bound() throws Exception {
    WriterOptions tight = new WriterOptions(100, 64 * 1024, 1 << 26, 1 << 26);
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), tight)) {
      for (int n = 0; n < 20_000; n++) {
        writer.append(probe("sample-" + n * 7919, (n % 4) * DAY_MILLIS));
      }
      SealedFiles sealed = writer.seal();
      assertThat(sealed.files()).hasSizeGreaterThan(4);
      assertThat(ids(sealed)).hasSize(20_000);
    }
  }

  @Test
  void closing_without_sealing_leaves_no_file() throws Exception {
    LakeFiles files = LakeFiles.in(lake);
    try (LakeWriter writer = new LakeWriter(files, WriterOptions.defaults())) {
      for (int n = 0; n < 300; n++) {
        writer.append(probe("s" + n, 0));
      }
      assertThat(files.list("probes")).hasSize(1);
    }
    assertThat(files.list("probes")).isEmpty();
  }

  @Test
  void the_latest_call_is_told_and_forgotten_at_the_next_seal() throws Exception {
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
      writer.append(LakeSamples.full(LakeTable.CALLS, 3));
      writer.append(LakeSamples.full(LakeTable.CALLS, 1));
      writer.append(probe("a", LakeSamples.NOON.toEpochMilli() + DAY_MILLIS));
      assertThat(writer.seal().maxCalledAt()).isEqualTo(LakeSamples.NOON.toEpochMilli());
      writer.append(probe("b", 0));
      assertThat(writer.seal().maxCalledAt()).isNull();
    }
  }

  @Test
  void a_list_of_sealed_files_survives_its_coded_form() throws Exception {
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
      writer.append(LakeSamples.full(LakeTable.CALLS, 3));
      writer.append(probe("a", 0));
      SealedFiles sealed = writer.seal();
      assertThat(SealedFiles.decode(sealed.encode())).isEqualTo(sealed);
    }
  }

  private Set<Object> ids(SealedFiles sealed) throws Exception {
    Set<Object> ids = new HashSet<>();
    for (DataFileAdded added : sealed.files()) {
      for (LakeRow row : LakeSamples.rows(LakeFiles.in(lake), added.table(), added.file().path())) {
        assertThat(row.day()).hasToString(added.file().dt());
        assertThat(ids.add(row.get("sample_id"))).isTrue();
      }
    }
    return ids;
  }

  private static LakeRow probe(String id, long atMillis) {
    return new LakeRow(LakeTable.PROBES).set("sample_id", id).setMillis("sent_at", atMillis);
  }
}
