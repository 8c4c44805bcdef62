package dev.landfall.reports.quota;

import dev.landfall.reports.lake.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which minute came closest to one of its applied quotas, and to which.
 *
 * @param share of the quota that was used; 1 is all of it
 * @param quota which it was, in words
 */
record Fullest(Row row, double share, String quota) {

  /** Columns of use and quota, and the quota's name after "its". */
  private record Kind(String used, String quota, String name) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("peak_rolling_tokens", "quota_tokens", "quota"),
          new Kind("peak_requests", "quota_requests", "quota of requests"),
          new Kind("day_tokens", "quota_tokens_per_day", "day's quota"),
          new Kind("output_tokens", "quota_output_tokens", "output quota"));

  /** Some quota is applied, whether or not its use is shown. */
  static boolean applied(List<Row> rows) {
    return rows.stream()
        .anyMatch(row -> KINDS.stream().anyMatch(kind -> row.number(kind.quota) != null));
  }

  /** Of minutes that are as full the first; null: none shows the use of an applied quota. */
  static @Nullable Fullest of(List<Row> rows) {
    Fullest fullest = null;
    for (Row row : rows) {
      for (Kind kind : KINDS) {
        Long quota = row.number(kind.quota);
        Long used = quota == null || quota <= 0 ? null : row.number(kind.used);
        if (quota != null && used != null) {
          double share = (double) used / quota;
          if (fullest == null || share > fullest.share) {
            fullest = new Fullest(row, share, kind.name);
          }
        }
      }
    }
    return fullest;
  }
}
