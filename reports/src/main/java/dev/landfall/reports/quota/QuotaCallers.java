package dev.landfall.reports.quota;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Who held quotas in the minutes that matter. */
final class QuotaCallers {
  static final Sql ROWS = Sql.of(QuotaCallers.class, "callers");

  /** Each looks at the calls of a day or two. */
  static final int ROWS_ASKED = 3;

  private static final List<String> KEY = List.of("account", "source_region", "model", "quota_row");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("account", "Account"),
          text("source_region", "Source Region"),
          text("model", "Model"),
          text("quota_row", "Quota"),
          time("minute", "Busiest minute"),
          text("workload", "Workload"),
          text("principal", "Caller"),
          count("requests", "Requests", ""),
          count("throttled", "Throttled", "requests"),
          count("settled_tokens", "Settled", "tokens"),
          count("reserved_tokens", "Reserved at start", "tokens"),
          count("unknown", "Not known", "calls"),
          ratio("share", "Share of the known"));

  private static final String NOTE =
      "Settled by calls that ended in the minute, reserved by calls that began in it. A call that"
          + " does not tell one of the two counts under \"Not known\" and in no share of tokens;"
          + " where no call tells, shares are of requests.";

  private QuotaCallers() {}

  /** Of all quota rows. */
  static ReportTable busiest(List<Row> rows) {
    return ReportTable.of(
        "callers", "Who held each quota in its busiest minute", NOTE, COLUMNS, rows);
  }

  /**
   * Of the first quota rows in their first day's busiest minute: the calls of a long window cannot
   * all be looked at while somebody waits.
   */
  static ReportTable ofFirst(Lake lake, List<Row> days) {
    List<Row> rows = new ArrayList<>();
    Set<List<Object>> met = new HashSet<>();
    for (Row day : days) {
      Instant minute = day.time("minute");
      if (met.size() < ROWS_ASKED && minute != null && met.add(key(day))) {
        Window window = new Window(minute, minute.plus(Duration.ofMinutes(1)));
        try (LakeSession session = lake.session(window)) {
          session.windowed(ROWS).stream()
              .filter(row -> key(row).equals(key(day)))
              .forEach(rows::add);
        }
      }
    }
    return ReportTable.of(
        "callers",
        "Who held the fullest quotas in their busiest minute",
        NOTE
            + " Of the first %d quota rows above; a window of at most two days shows all."
                .formatted(ROWS_ASKED),
        COLUMNS,
        rows);
  }

  private static List<Object> key(Row row) {
    return KEY.stream()
        .<Object>map(name -> Objects.requireNonNullElse(row.text(name), ""))
        .toList();
  }
}
