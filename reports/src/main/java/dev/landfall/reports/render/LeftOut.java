package dev.landfall.reports.render;

import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Words;
import java.util.Optional;

/** What is said where a table for people ends before its rows do. */
final class LeftOut {
  private LeftOut() {}

  /** Empty: all rows are shown. */
  static Optional<String> words(ReportTable table, int shown) {
    if (shown >= table.rowCount()) {
      return Optional.empty();
    }
    return Optional.of(
        "The first %s of %s rows; %s left out here. CSV and JSON of this report hold all."
            .formatted(
                Words.number(shown),
                Words.number(table.rowCount()),
                Words.count(table.rowCount() - shown, "is", "are")));
  }
}
