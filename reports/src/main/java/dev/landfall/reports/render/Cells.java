package dev.landfall.reports.render;

import dev.landfall.reports.ReportColumn;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value as people read it. Missing: a dash, for an empty cell could be an empty text. */
final class Cells {
  static final String MISSING = "–";
  static final String NO_DATA = "no data";

  private Cells() {}

  static String text(ReportColumn column, @Nullable Object value) {
    if (value == null) {
      return column.type() == ReportColumn.Type.HEAT ? NO_DATA : MISSING;
    }
    return switch (column.type()) {
      case COUNT -> String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
      case MILLIS, HEAT -> value instanceof Number ms ? millis(ms) : value.toString();
      case RATIO -> String.format(Locale.ROOT, "%.1f", ((Number) value).doubleValue() * 100);
      case TEXT, TIME -> String.valueOf(value);
      case DAY -> String.valueOf(value).substring(0, 10);
    };
  }

  private static String millis(Number ms) {
    boolean whole = ms instanceof Long || Math.abs(ms.doubleValue()) >= 1000;
    return whole
        ? String.format(Locale.ROOT, "%,d", Math.round(ms.doubleValue()))
        : String.format(Locale.ROOT, "%,.1f", ms.doubleValue());
  }

  static String heading(ReportColumn column) {
    return column.unit().isEmpty()
        ? column.heading()
        : column.heading() + " (" + column.unit() + ")";
  }

  /**
   * Text that cannot move a terminal's cursor or colour: control characters and marks that reverse
   * the direction of writing are spelled out.
   */
  static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
