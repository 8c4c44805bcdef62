package dev.landfall.reports.quota;

import static dev.landfall.reports.ReportColumn.count;
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
import java.util.List;

/** How close each quota came to its limit, minute by minute, the closest first. */
public final class QuotaReport implements Report {
  static final Sql ROWS = Sql.of(QuotaReport.class, "quota");
  static final Sql PROBES = Sql.of(QuotaReport.class, "probes");
  static final Sql UNKNOWN = Sql.of(QuotaReport.class, "unknown");

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
          ratio("utilisation", "Utilisation"));

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
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session).reads(LakeTable.QUOTA_MINUTES);
      List<Row> rows = page.query(ROWS);
      Row unknown = page.query(UNKNOWN).get(0);
      String note =
          "Utilisation is the greatest of settled in the last 60 s plus reserved in flight, over"
              + " the applied quota. AWS does not say whether it enforces the rolling or the clock"
              + " minute. Tokens are unknown for %s, the reservation for %s."
                  .formatted(
                      Words.count(unknown.count("unknown_settled"), "call", "calls"),
                      Words.count(unknown.count("unknown_reserved"), "call", "calls"))
              + probes(page.query(PROBES).get(0));
      ReportTable table = ReportTable.of("rows", "Quota minutes", note, COLUMNS, rows);
      return page.page(sentence(rows), table);
    }
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
    Row first = rows.get(0);
    String where =
        "%s of account %s in %s (%s) at %s"
            .formatted(
                first.text("model"),
                first.text("account"),
                first.text("source_region"),
                first.text("quota_row"),
                first.time("minute"));
    if (first.get("utilisation") instanceof Double utilisation) {
      return "The busiest minute used %s of its quota: %s."
          .formatted(Words.percent(utilisation), where);
    }
    return "No applied quota is known; the busiest minute reached %s: %s."
        .formatted(Words.count(first.count("peak_rolling_tokens"), "token", "tokens"), where);
  }
}
