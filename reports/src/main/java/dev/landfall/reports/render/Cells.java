package dev.landfall.reports.render;

import dev.landfall.reports.ReportColumn;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value as people read it. Missing: a dash, for an empty cell could be an empty text. */
final class Cells {
  static final String MISSING = "–";

  private Cells() {}

  static String text(ReportColumn column, @Nullable Object value) {
    if (value == null) {
      return MISSING;
    }
    return switch (column.type()) {
      case COUNT, MILLIS -> String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
      case RATIO -> String.format(Locale.ROOT, "%.1f", ((Number) value).doubleValue() * 100);
      case TEXT, TIME -> String.valueOf(value);
    };
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
