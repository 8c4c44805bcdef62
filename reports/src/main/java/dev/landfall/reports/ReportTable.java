package dev.landfall.reports;

import dev.landfall.reports.lake.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns and rows, in the order in which they are shown.
 *
 * <p>Shape: a table made for a reader may hold its first rows only; {@code rowCount} and {@code
 * totals} are then still of all of them.
 *
 * @param id stable name, the key in JSON
 * @param note what the reader must know of the table; empty: nothing
 * @param rows values in column order
 * @param rowCount rows there are, shown or not
 * @param totals sums in column order, null where a column has none or none is known
 */
public record ReportTable(
    String id,
    String heading,
    String note,
    List<ReportColumn> columns,
    List<List<@Nullable Object>> rows,
    long rowCount,
    List<@Nullable Object> totals) {

  /** Takes rows that no single query gives. */
  public static ReportTable plain(
      String id,
      String heading,
      String note,
      List<ReportColumn> columns,
      List<List<@Nullable Object>> rows) {
    List<List<@Nullable Object>> copied = new ArrayList<>();
    rows.forEach(row -> copied.add(Collections.unmodifiableList(new ArrayList<>(row))));
    return new ReportTable(
        id,
        heading,
        note,
        List.copyOf(columns),
        Collections.unmodifiableList(copied),
        copied.size(),
        sums(columns, copied));
  }

  /** Takes a query's rows, whose columns must be those given, in order. */
  public static ReportTable of(
      String id, String heading, String note, List<ReportColumn> columns, List<Row> rows) {
    List<String> names = columns.stream().map(ReportColumn::name).toList();
    List<List<@Nullable Object>> values = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (!row.names().equals(names)) {
        throw new IllegalStateException(
            "report table %s wants columns %s, its query has %s".formatted(id, names, row.names()));
      }
      values.add(Collections.unmodifiableList(row.values()));
    }
    return new ReportTable(
        id,
        heading,
        note,
        List.copyOf(columns),
        Collections.unmodifiableList(values),
        values.size(),
        sums(columns, values));
  }

  /**
   * The first rows of more.
   *
   * @param whole one row with {@code row_count} and, by its column's name, each sum over all rows
   */
  public static ReportTable first(
      String id,
      String heading,
      String note,
      List<ReportColumn> columns,
      List<Row> rows,
      Row whole) {
    ReportTable shown = of(id, heading, note, columns, rows);
    List<@Nullable Object> sums = new ArrayList<>();
    for (ReportColumn column : columns) {
      sums.add(column.total() ? whole.get(column.name()) : null);
    }
    return new ReportTable(
        id,
        heading,
        note,
        shown.columns,
        shown.rows,
        whole.count("row_count"),
        Collections.unmodifiableList(sums));
  }

  public boolean hasTotals() {
    return rowCount > 1 && columns.stream().anyMatch(ReportColumn::total);
  }

  private static List<@Nullable Object> sums(
      List<ReportColumn> columns, List<List<@Nullable Object>> rows) {
    List<@Nullable Object> sums = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Long sum = null;
      if (columns.get(i).total()) {
        for (List<@Nullable Object> row : rows) {
          if (row.get(i) instanceof Long value) {
            sum = sum == null ? value : Math.addExact(sum, value);
          }
        }
      }
      sums.add(sum);
    }
    return Collections.unmodifiableList(sums);
  }
}
