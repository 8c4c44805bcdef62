package dev.landfall.reports.quota;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.decimal;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.PageBuilder;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How close each quota came to its limit, minute by minute, the closest first. */
public final class QuotaReport implements Report {
  static final Sql ROWS = Sql.of(QuotaReport.class, "quota");
  static final Sql WHOLE = Sql.of(QuotaReport.class, "whole");
  static final Sql PROBES = Sql.of(QuotaReport.class, "probes");
  static final Sql UNKNOWN = Sql.of(QuotaReport.class, "unknown");
  static final Sql THROTTLES = Sql.of(QuotaReport.class, "throttles");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("account", "Account"),
          text("source_region", "Source Region"),
          text("model", "Model"),
          text("quota_row", "Quota"),
          time("minute", "Minute"),
          sum("settled_tokens", "Settled", "tokens"),
          count("peak_rolling_tokens", "Peak in 60 s", "tokens"),
          count("peak_reserved_tokens", "Peak reserved", "tokens"),
          sum("requests", "Requests", ""),
          sum("throttled", "Throttled", "requests"),
          count("quota_tokens", "Quota", "tokens/min"),
          ratio("utilisation", "Utilisation"),
          count("peak_clock_tokens", "Peak by the clock", "tokens"),
          count("output_tokens", "Mantle output", "tokens"),
          count("quota_output_tokens", "Output quota", "tokens/min"),
          count("peak_requests", "Peak requests in 60 s", ""),
          count("quota_requests", "Request quota", "requests/min"),
          count("day_tokens", "Settled in the day", "tokens"),
          count("quota_tokens_per_day", "Day quota", "tokens/day"),
          sum("reserved_tokens", "Reserved at start", "tokens"),
          sum("unset_max_tokens", "max_tokens unset", "calls"),
          sum("unknown_settled", "Tokens not known", "calls"),
          sum("unknown_reserved", "Reservation not known", "calls"),
          sum("unknown_output", "Mantle output not visible", "calls"),
          decimal("minutes_to_exhaustion", "Used up in", "minutes"));

  static final String NOTE =
      "Utilisation is the greatest of settled in the last 60 s plus reserved in flight, over the"
          + " applied quota. AWS does not say whether it enforces the rolling or the clock minute.";

  private static final List<ReportColumn> THROTTLE_COLUMNS =
      List.of(
          text("finding_id", "Finding"),
          text("account", "Account"),
          text("source_region", "Source Region"),
          text("quota", "Quota"),
          text("status", "Status"),
          time("first_seen_at", "First"),
          time("last_seen_at", "Last"),
          time("ended_at", "Ended"),
          text("value", "Throttled"),
          text("cause", "Which quota most likely refused"));

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public String title() {
    return "How close each quota came to its limit";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    return run(lake, window, Integer.MAX_VALUE);
  }

  /**
   * A year has millions of minutes. Who is shown few of them gets the days instead, and who wants
   * more than are handed out gets none of them.
   */
  @Override
  public ReportPage run(Lake lake, Window window, int rowsShown) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session).reads(LakeTable.QUOTA_MINUTES);
      boolean limited = rowsShown != Integer.MAX_VALUE;
      if (limited && (rowsShown > MOST_FOR_PEOPLE || QuotaDays.isLong(window))) {
        Row whole = session.windowed(QuotaDays.WHOLE).get(0);
        if (rowsShown <= MOST_FOR_PEOPLE && QuotaDays.areWanted(whole, rowsShown)) {
          return new QuotaDays(lake, page, whole).page(rowsShown);
        }
        if (rowsShown > MOST_FOR_PEOPLE && whole.count("minutes") > rowsShown) {
          return page.page("", tooMany(whole.count("minutes")));
        }
      }
      List<Row> rows = page.query(ROWS, rowsShown);
      Row unknown = page.query(UNKNOWN).get(0);
      String note = NOTE + unknown(unknown) + unset(unknown) + probes(page.query(PROBES).get(0));
      ReportTable table =
          ReportTable.first("rows", "Quota minutes", note, COLUMNS, rows, page.query(WHOLE).get(0));
      page.figure(throttles(page.query(THROTTLES)))
          .figure(QuotaCallers.busiest(page.query(QuotaCallers.ROWS)));
      return page.page(sentence(rows), table);
    }
  }

  static ReportTable throttles(List<Row> rows) {
    return ReportTable.of(
        "throttled",
        "Rows throttled too often",
        "AWS does not name the quota that refused; it is inferred from how the row stood in each"
            + " second in which calls were refused.",
        THROTTLE_COLUMNS,
        rows);
  }

  /** All rows or none: these are none of very many. */
  private static ReportTable tooMany(long minutes) {
    List<@Nullable Object> totals = new ArrayList<>(Collections.nCopies(COLUMNS.size(), null));
    return new ReportTable("rows", "Quota minutes", "", COLUMNS, List.of(), minutes, totals);
  }

  static String unknown(Row unknown) {
    return " Tokens are unknown for %s, the reservation for %s."
        .formatted(
            Words.count(unknown.count("unknown_settled"), "call", "calls"),
            Words.count(unknown.count("unknown_reserved"), "call", "calls"));
  }

  static String unset(Row unknown) {
    String text = "";
    if (unknown.count("unset_max_tokens") > 0) {
      text +=
          " %s left max_tokens unset: the model's maximum is reserved, which counts here only where the catalogue knows it."
              .formatted(Words.count(unknown.count("unset_max_tokens"), "call", "calls"));
    }
    if (unknown.count("unknown_output") > 0) {
      text +=
          " Mantle has separate input and output quotas; the tokens of %s to it are not visible in any record."
              .formatted(Words.count(unknown.count("unknown_output"), "call", "calls"));
    }
    if (unknown.count("without_quota") > 0) {
      text +=
          " No applied quota is known for %s, so nothing is said of their pressure."
              .formatted(Words.count(unknown.count("without_quota"), "quota row", "quota rows"));
    }
    return text;
  }

  /** The probe burns quota like anyone: its calls stay in, and their share is said. */
  private static String probes(Row row) {
    long calls = row.count("probe_calls");
    if (calls == 0) {
      return "";
    }
    long all = row.count("burn_tokens");
    return " The latency probe made %s of these calls, %s of the settled tokens."
        .formatted(
            Words.number(calls),
            Words.percent(all == 0 ? 0 : (double) row.count("probe_tokens") / all));
  }

  private static String sentence(List<Row> rows) {
    if (rows.isEmpty()) {
      return "No call used a quota in this window.";
    }
    Fullest fullest = Fullest.of(rows);
    if (fullest != null) {
      return "The busiest minute used %s of its %s: %s."
          .formatted(Words.percent(fullest.share()), fullest.quota(), where(fullest.row()));
    }
    Row first = rows.get(0);
    return "%s; the busiest minute reached %s: %s."
        .formatted(
            Fullest.applied(rows)
                ? "The use of the applied quotas is not shown"
                : "No applied quota is known",
            Words.count(first.count("peak_rolling_tokens"), "token", "tokens"),
            where(first));
  }

  private static String where(Row row) {
    return "%s of account %s in %s (%s) at %s"
        .formatted(
            row.text("model"),
            row.text("account"),
            row.text("source_region"),
            row.text("quota_row"),
            row.time("minute"));
  }
}
