package dev.landfall.core.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * A CSV text with a heading line: commas, double quotes doubled inside quoted cells, no line breaks
 * in cells. Lines that begin with {@code #} and empty lines are for people.
 */
final class CsvTable {
  private final String file;
  private final List<String> heading;
  private final List<Line> lines;

  /** The cells of one line, found by the heading. */
  final class Line {
    private final int number;
    private final List<String> cells;

    private Line(int number, List<String> cells) {
      this.number = number;
      this.cells = cells;
    }

    /** The cell, or an empty text where the file has no such column. */
    String optional(String column) {
      int i = heading.indexOf(column);
      return i < 0 ? "" : cells.get(i);
    }

    String required(String column) {
      String cell = optional(column);
      if (cell.isEmpty()) {
        throw problem("column '%s' is empty".formatted(column));
      }
      return cell;
    }

    CatalogueProblem problem(String message) {
      return new CatalogueProblem(file, number, message);
    }
  }

  private CsvTable(String file, List<String> heading, List<Line> lines) {
    this.file = file;
    this.heading = heading;
    this.lines = lines;
  }

  List<Line> lines() {
    return lines;
  }

  /** Reads a text whose heading must hold every one of {@code columns}, in any order. */
  static CsvTable read(CatalogueFile file, List<String> columns) {
    CsvTable table = new CsvTable(file.origin(), new ArrayList<>(), new ArrayList<>());
    int number = 0;
    for (String text : file.text().lines().toList()) {
      number++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(file.origin(), number, text);
      if (table.heading.isEmpty()) {
        table.heading.addAll(cells);
      } else if (cells.size() != table.heading.size()) {
        throw new CatalogueProblem(
            file.origin(),
            number,
            "wants %d cells as in the heading, got %d"
                .formatted(table.heading.size(), cells.size()));
      } else {
        table.lines.add(table.new Line(number, cells));
      }
    }
    for (String column : columns) {
      if (!table.heading.contains(column)) {
        throw new CatalogueProblem(
            file.origin(),
            1,
            "the heading wants the columns %s, got %s".formatted(columns, table.heading));
      }
    }
    return table;
  }

  private static List<String> cells(String file, int number, String text) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new CatalogueProblem(file, number, "a quoted cell is not closed");
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
