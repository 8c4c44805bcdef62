package dev.landfall.reports.render;

import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How deep a cell is shaded: five shades from the least to the greatest value of its table. The
 * value always stands in the cell, so that nothing is told by colour alone.
 */
final class Heat {
  private static final int SHADES = 5;

  private final double least;
  private final double greatest;

  private Heat(double least, double greatest) {
    this.least = least;
    this.greatest = greatest;
  }

  static Heat of(ReportTable table) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (List<@Nullable Object> row : table.rows()) {
      for (int i = 0; i < row.size(); i++) {
        boolean heat = table.columns().get(i).type() == ReportColumn.Type.HEAT;
        if (heat && row.get(i) instanceof Number ms) {
          least = Math.min(least, ms.doubleValue());
          greatest = Math.max(greatest, ms.doubleValue());
        }
      }
    }
    return new Heat(least, greatest);
  }

  /** Whether no cell of the table has a value to shade. */
  boolean isEmpty() {
    return least > greatest;
  }

  /** The class of the cell. */
  String shade(@Nullable Object value) {
    if (!(value instanceof Number ms)) {
      return "unheated";
    }
    double share = greatest > least ? (ms.doubleValue() - least) / (greatest - least) : 0;
    return "heat" + Math.min(SHADES, 1 + (int) (share * SHADES));
  }
}
