package dev.landfall.jobs.audittrail;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a lake as its contract says: the greatest row of each key, and of it the content. */
final class Lakes {
  private Lakes() {}

  /** Key to content, as text; every table, in the newest version. */
  static SortedMap<String, SortedMap<String, String>> content(Path lake) throws IOException {
    LakeStore store = new LakeStore(lake);
    Manifest manifest = store.latest();
    SortedMap<String, SortedMap<String, String>> tables = new TreeMap<>();
    for (LakeTable table : LakeTable.values()) {
      tables.put(table.id(), content(store, manifest, table));
    }
    return tables;
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
    return rows;
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
