package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.model.Call;
import dev.landfall.jobs.lake.LakeStore;
import dev.landfall.jobs.lake.RowFileReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a lake as its contract says: the greatest row of each key, and of it the content. */
final class Lakes {
  private Lakes() {}

  /** What was told and to whom: only a service tells, so a replay has none. */
  private static final Set<LakeTable> TOLD = EnumSet.of(LakeTable.ALERTS, LakeTable.DELIVERIES);

  /** Key to content, as text; every table that the sources fill, in the newest version. */
  static SortedMap<String, SortedMap<String, String>> content(Path lake) throws IOException {
    LakeStore store = new LakeStore(lake);
    Manifest manifest = store.latest();
    SortedMap<String, SortedMap<String, String>> tables = new TreeMap<>();
    for (LakeTable table : LakeTable.values()) {
      if (!TOLD.contains(table)) {
        tables.put(table.id(), content(store, manifest, table));
      }
    }
    return tables;
  }

  /** Table by table, and of a table only what differs. */
  static void assertSame(
      SortedMap<String, SortedMap<String, String>> got,
      SortedMap<String, SortedMap<String, String>> wanted) {
    assertThat(got.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach(
        (table, rows) -> {
          Set<Map.Entry<String, String>> lost = new LinkedHashSet<>(rows.entrySet());
          lost.removeAll(got.get(table).entrySet());
          Set<Map.Entry<String, String>> more = new LinkedHashSet<>(got.get(table).entrySet());
          more.removeAll(rows.entrySet());
          assertThat(lost.stream().limit(2)).as("%d lost of %s", lost.size(), table).isEmpty();
          assertThat(more.stream().limit(2)).as("%d more of %s", more.size(), table).isEmpty();
        });
  }

  /** How many keys each table has. */
  static Map<String, Integer> sizes(Path lake) throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    content(lake).forEach((table, rows) -> sizes.put(table, rows.size()));
    return sizes;
  }

  /** All calls with their evidence. */
  static List<Call> calls(Path lake) throws IOException {
    LakeStore store = new LakeStore(lake);
    return greatest(store, store.latest(), LakeTable.CALLS).values().stream()
        .map(row -> CallCodec.decode((byte[]) row.get("evidence")))
        .toList();
  }

  static long sum(Path lake, LakeTable table, String column) throws IOException {
    long sum = 0;
    for (LakeRow row :
        greatest(new LakeStore(lake), new LakeStore(lake).latest(), table).values()) {
      sum += (Long) row.get(column);
    }
    return sum;
  }

  private static SortedMap<String, String> content(
      LakeStore store, Manifest manifest, LakeTable table) throws IOException {
    SortedMap<String, String> rows = new TreeMap<>();
    greatest(store, manifest, table)
        .forEach((key, row) -> rows.put(key, text(row, Column.Role.CONTENT)));
    // written once more, as zeros, since its calls turned out to be of another minute
    rows.values().removeIf(content -> table == LakeTable.QUOTA_MINUTES && isZero(content));
    return rows;
  }

  private static boolean isZero(String quotaMinute) {
    return Stream.of(quotaMinute.trim().split(" "))
            .filter(field -> !field.startsWith("quota_") && !field.startsWith("peak_r"))
            .allMatch(field -> field.endsWith("=0") || field.endsWith("=null"))
        && quotaMinute.contains("peak_reserved_tokens=0 ");
  }

  private static Map<String, LakeRow> greatest(LakeStore store, Manifest manifest, LakeTable table)
      throws IOException {
    Map<String, LakeRow> greatest = new HashMap<>();
    for (Manifest.DataFile file : manifest.files(table)) {
      try (RowFileReader reader = new RowFileReader(store.files(), table, file.path())) {
        for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
          LakeRow row = LakeRow.decode(bytes);
          greatest.merge(
              text(row, Column.Role.KEY), row, (a, b) -> order(table).compare(a, b) >= 0 ? a : b);
        }
      }
    }
    return greatest;
  }

  @SuppressWarnings("unchecked")
  private static Comparator<LakeRow> order(LakeTable table) {
    Comparator<LakeRow> order = (a, b) -> 0;
    for (String column : table.order()) {
      order =
          order.thenComparing(
              row -> (Comparable<Object>) row.get(column),
              Comparator.nullsFirst(Comparator.naturalOrder()));
    }
    return order;
  }

  private static String text(LakeRow row, Column.Role role) {
    StringBuilder text = new StringBuilder();
    for (Column column : row.table().columns()) {
      if (column.role() == role) {
        text.append(column.name()).append('=').append(row.get(column.name())).append(' ');
      }
    }
    return text.toString();
  }
}
