package dev.landfall.reports.latency;

import dev.landfall.core.latency.Interval;
import dev.landfall.core.latency.Quantile;
import dev.landfall.core.latency.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times as cells: Long where whole, as the logs state them; else Double to the microsecond. */
final class Millis {
  private Millis() {}

  static @Nullable Object cell(@Nullable Double ms) {
    if (ms == null) {
      return null;
    }
    double rounded = Math.round(ms * 1000) / 1000.0;
    return rounded == Math.rint(rounded) ? (Object) Math.round(rounded) : (Object) rounded;
  }

  /** The quantile, and its interval's ends. */
  static void append(List<@Nullable Object> cells, Summary summary, Quantile quantile) {
    Interval interval = summary.interval(quantile);
    cells.add(cell(summary.value(quantile)));
    cells.add(interval == null ? null : cell(interval.low()));
    cells.add(interval == null ? null : cell(interval.high()));
  }
}
