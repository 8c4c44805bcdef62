package dev.landfall.reports.quota;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.day;
import static dev.landfall.reports.ReportColumn.ratio;
import static dev.landfall.reports.ReportColumn.sum;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.PageBuilder;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The quota report of a long window for people: a row per quota row and day, the fullest first,
 * each with the minute that came closest. The minutes of a day are one step away.
 */
final class QuotaDays {
  static final Sql ROWS = Sql.of(QuotaDays.class, "days");
  static final Sql WHOLE = Sql.of(QuotaDays.class, "days_whole");

  private static final Duration LONG = Duration.ofDays(2);

  /** Of so many minutes for each row shown the first ones say little of the window. */
  private static final int MINUTES_A_ROW = 10;

  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("account", "Account"),
          text("source_region", "Source Region"),
          text("model", "Model"),
          text("quota_row", "Quota"),
          day("day", "Day"),
          sum("minutes", "Used", "minutes"),
          time("minute", "Busiest minute"),
          sum("settled_tokens", "Settled", "tokens"),
          count("peak_rolling_tokens", "Peak in 60 s", "tokens"),
          sum("requests", "Requests", ""),
          sum("throttled", "Throttled", "requests"),
          count("quota_tokens", "Quota", "tokens/min"),
          ratio("utilisation", "Utilisation"),
          time("requested_at", "Most requests"),
          count("peak_requests", "Peak requests in 60 s", ""),
          count("quota_requests", "Request quota", "requests/min"),
          ratio("request_share", "Of the request quota"),
          count("quota_tokens_per_day", "Day quota", "tokens/day"),
          ratio("day_share", "Of the day quota"),
          time("output_at", "Most mantle output"),
          count("peak_output_tokens", "Mantle output", "tokens"),
          count("quota_output_tokens", "Output quota", "tokens/min"),
          ratio("output_share", "Of the output quota"),
          sum("reserved_tokens", "Reserved at start", "tokens"),
          sum("unset_max_tokens", "max_tokens unset", "calls"),
          sum("unknown_settled", "Tokens not known", "calls"),
          sum("unknown_reserved", "Reservation not known", "calls"),
          sum("unknown_output", "Mantle output not visible", "calls"),
          ratio("fullest", "Fullest"));

  /** What a share is of, and when it was. */
  private record Kind(String share, String quota, String at) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("utilisation", "quota", "minute"),
          new Kind("request_share", "quota of requests", "requested_at"),
          new Kind("day_share", "day's quota", "day"),
          new Kind("output_share", "output quota", "output_at"));

  private final Lake lake;
  private final PageBuilder page;
  private final Row whole;

  QuotaDays(Lake lake, PageBuilder page, Row whole) {
    this.lake = lake;
    this.page = page;
    this.whole = whole;
  }

  static boolean isLong(Window window) {
    Instant from = window.from();
    Instant to = window.to();
    return from == null || to == null || Duration.between(from, to).compareTo(LONG) > 0;
  }

  static boolean areWanted(Row whole, int rowsShown) {
    return whole.count("minutes") > (long) rowsShown * MINUTES_A_ROW;
  }

  ReportPage page(int rowsShown) {
    page.reads(LakeTable.QUOTA_DAILY).asked(WHOLE);
    List<Row> rows = page.query(ROWS, rowsShown);
    ReportTable table =
        ReportTable.first("rows", "Quota rows by day", note(), COLUMNS, rows, whole);
    page.figure(QuotaReport.throttles(page.query(QuotaReport.THROTTLES)))
        .asked(QuotaCallers.ROWS)
        .figure(QuotaCallers.ofFirst(lake, rows));
    return page.page(sentence(rows.get(0)), table);
  }

  private String note() {
    long probed = page.calls().probeCalls();
    return "This window has %s, too many to show: here they are by day. Ask for one day, or two, to see its minutes; CSV and JSON hold them. "
            .formatted(Words.count(whole.count("minutes"), "minute", "minutes"))
        + QuotaReport.NOTE
        + QuotaReport.unknown(whole)
        + QuotaReport.unset(whole)
        + (probed == 0
            ? ""
            : " The latency probe made %s of the calls in this window."
                .formatted(Words.number(probed)));
  }

  private static String sentence(Row first) {
    Kind fullest = null;
    double most = 0;
    for (Kind kind : KINDS) {
      if (first.get(kind.share) instanceof Double share && (fullest == null || share > most)) {
        fullest = kind;
        most = share;
      }
    }
    if (fullest == null) {
      return "No applied quota is known; the busiest minute reached %s: %s."
          .formatted(
              Words.count(first.count("peak_rolling_tokens"), "token", "tokens"),
              where(first, "minute"));
    }
    String when = fullest.at.equals("day") ? "day" : "minute";
    return "The fullest %s used %s of its %s: %s."
        .formatted(when, Words.percent(most), fullest.quota, where(first, fullest.at));
  }

  private static String where(Row row, String at) {
    String when = String.valueOf(row.time(at));
    return "%s of account %s in %s (%s) at %s"
        .formatted(
            row.text("model"),
            row.text("account"),
            row.text("source_region"),
            row.text("quota_row"),
            at.equals("day") ? when.substring(0, 10) : when);
  }
}
