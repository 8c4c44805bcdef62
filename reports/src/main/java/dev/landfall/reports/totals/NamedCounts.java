package dev.landfall.reports.totals;

import dev.landfall.reports.lake.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A query of two columns, {@code name} and {@code n}, as a map sorted by name. */
public final class NamedCounts {
  private NamedCounts() {}

  public static Map<String, Long> of(List<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : rows) {
      counts.merge(String.valueOf(row.text("name")), row.count("n"), Long::sum);
    }
    return counts;
  }
}
