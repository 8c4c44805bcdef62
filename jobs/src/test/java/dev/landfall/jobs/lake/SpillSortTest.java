package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillSortTest {
  @TempDir Path folder;

  @Test
  void rows_beyond_memory_come_back_sorted_and_working_files_go() throws Exception {
    List<String> added = new ArrayList<>();
    List<String> sorted = new ArrayList<>();
    Random random = new Random(7);
    try (SpillSort sort = new SpillSort(folder.resolve("_work"), 20_000)) {
      for (int n = 0; n < 5000; n++) {
        String key = Integer.toString(random.nextInt(800));
        String row = "row " + n % 13 + (n % 999 == 0 ? "x".repeat(200_000) : "");
        added.add(key + "=" + row);
        sort.add(bytes(key), bytes(row));
      }
      assertThat(sort.spilledRuns()).isGreaterThan(5);
      for (SpillSort.Entry each = sort.next(); each != null; each = sort.next()) {
        sorted.add(text(each.key()) + "=" + text(each.row()));
      }
    }
    added.sort(
        java.util.Comparator.<String, String>comparing(s -> s.substring(0, s.indexOf('=')))
            .thenComparing(s -> s.substring(s.indexOf('=') + 1)));
    assertThat(sorted).isEqualTo(added);
    try (Stream<Path> left = Files.list(folder.resolve("_work"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void nothing_added_is_an_end_at_once() throws Exception {
    try (SpillSort sort = new SpillSort(folder, 1000)) {
      assertThat(sort.next()).isNull();
    }
  }

  @Test
  void keys_order_as_their_columns_do_and_never_run_into_each_other() {
    SortKey key =
        new SortKey(LakeTable.CALLS, List.of("account", "called_at", "request_id", "latency_ms"));
    List<LakeRow> ascending =
        List.of(
            row("1", -5, "a", 1L),
            row("1", 3, "", 1L),
            row("1", 3, "a", null),
            row("1", 3, "a", -7L),
            row("1", 3, "a", 7L),
            row("1", 3, "a\0", 1L),
            row("1", 3, "a\0b", 1L),
            row("1", 3, "ab", 1L),
            row("1", 3, "é", 1L),
            row("10", -9, "a", 1L),
            row("2", -9, "a", 1L));
    for (int i = 1; i < ascending.size(); i++) {
      byte[] less = key.of(ascending.get(i - 1).encode());
      byte[] more = key.of(ascending.get(i).encode());
      assertThat(Arrays.compareUnsigned(less, more)).as("row %d", i).isNegative();
    }
  }

  private static LakeRow row(String account, long calledAt, String requestId, Long latency) {
    return new LakeRow(LakeTable.CALLS)
        .set("account", account)
        .set("called_at", calledAt)
        .set("request_id", requestId)
        .set("latency_ms", latency);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
