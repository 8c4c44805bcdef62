package dev.landfall.reports.render;

import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table for a terminal: aligned, nothing wrapped, numbers to the right. */
final class TextTable {
  private TextTable() {}

  static void append(StringBuilder out, ReportTable table) {
    List<ReportColumn> columns = table.columns();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Cells::heading).toList());
    for (List<@Nullable Object> row : table.rows().subList(0, shown(table))) {
      lines.add(cells(columns, row));
    }
    List<String> totals = table.hasTotals() ? totals(table) : null;
    int[] widths = widths(columns.size(), lines, totals);
    line(out, columns, lines.get(0), widths);
    rule(out, widths);
    lines.subList(1, lines.size()).forEach(cells -> line(out, columns, cells, widths));
    if (table.rows().isEmpty()) {
      out.append("no data\n");
    }
    if (totals != null) {
      rule(out, widths);
      line(out, columns, totals, widths);
    }
    out.append(LeftOut.words(table, shown(table)).map(words -> words + "\n").orElse(""));
  }

  private static int shown(ReportTable table) {
    return Math.min(Format.TABLE.rowsShown(), table.rows().size());
  }

  private static List<String> cells(List<ReportColumn> columns, List<@Nullable Object> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(Cells.printable(Cells.text(columns.get(i), row.get(i))));
    }
    return cells;
  }

  private static List<String> totals(ReportTable table) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      boolean total = table.columns().get(i).total();
      String none = i == 0 ? "total" : "";
      cells.add(total ? Cells.text(table.columns().get(i), table.totals().get(i)) : none);
    }
    return cells;
  }

  private static int[] widths(int columns, List<List<String>> lines, @Nullable List<String> last) {
    int[] widths = new int[columns];
    List<List<String>> all = new ArrayList<>(lines);
    if (last != null) {
      all.add(last);
    }
    for (List<String> cells : all) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(cells.get(i)));
      }
    }
    return widths;
  }

  private static void line(
      StringBuilder out, List<ReportColumn> columns, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      boolean right = columns.get(i).type().isNumber();
      line.append(i == 0 ? "" : "  ");
      line.append(right ? padding + cells.get(i) : cells.get(i) + padding);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static void rule(StringBuilder out, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      out.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
    }
    out.append('\n');
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
