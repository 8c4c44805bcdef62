package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The busiest quota rows as bars: settled tokens filled, the minute's peak as a mark, lines at 70,
 * 85 and 95 %.
 *
 * <p>Missing: a row whose applied quota is not known has no bar, for a share of nothing is no
 * share.
 */
final class QuotaBars {
  private static final int SHOWN = 8;
  // A bar reaches a little beyond 100 %, so that an overrun is seen as one.
  private static final double REACH = 1.1;
  private static final double WIDTH = 1000;

  private QuotaBars() {}

  static List<Map<String, Object>> of(List<BusyRow> rows) {
    List<BusyRow> sorted =
        rows.stream()
            .sorted(
                Comparator.comparingDouble(QuotaBars::pressure)
                    .reversed()
                    .thenComparing(BusyRow::settledTokens, Comparator.reverseOrder())
                    .thenComparing(BusyRow::account)
                    .thenComparing(BusyRow::model))
            .limit(SHOWN)
            .toList();
    List<Map<String, Object>> bars = new ArrayList<>();
    sorted.forEach(row -> bars.add(bar(row)));
    return bars;
  }

  /** Peak as a share of the quota; −1 where the quota is not known. */
  private static double pressure(BusyRow row) {
    Long quota = row.quotaTokens();
    return quota == null || quota <= 0 ? -1 : (double) row.peakRollingTokens() / quota;
  }

  private static Map<String, Object> bar(BusyRow row) {
    double pressure = pressure(row);
    boolean known = pressure >= 0;
    Long quota = row.quotaTokens();
    double settled = known && quota != null ? (double) row.settledTokens() / quota : 0;
    return Map.ofEntries(
        Map.entry("model", row.model()),
        Map.entry("where", row.sourceRegion()),
        Map.entry("account", row.account()),
        Map.entry("row", row.quotaRow()),
        Map.entry("minute", Text.minute(row.minuteAt())),
        Map.entry("minuteMachine", Text.machine(row.minuteAt())),
        Map.entry("known", known),
        Map.entry("peakShare", known ? Text.share(pressure) : ""),
        Map.entry("settledShare", known ? Text.share(settled) : ""),
        Map.entry("peak", Text.count(row.peakRollingTokens())),
        Map.entry("settled", Text.count(row.settledTokens())),
        Map.entry("quota", quota == null ? "" : Text.count(quota)),
        Map.entry("level", level(pressure)),
        Map.entry("levelWord", levelWord(pressure)),
        Map.entry("settledWidth", x(settled)),
        Map.entry("peakX", x(pressure)),
        Map.entry("throttled", row.throttled() > 0 ? Text.count(row.throttled()) : ""),
        Map.entry("requests", Text.count(row.requests(), "request", "requests")));
  }

  private static long x(double share) {
    return Math.round(Math.min(Math.max(share, 0), REACH) / REACH * WIDTH);
  }

  private static String level(double share) {
    return share >= 0.95
        ? "critical"
        : share >= 0.85 ? "error" : share >= 0.70 ? "warning" : "calm";
  }

  private static String levelWord(double share) {
    return share >= 0.95
        ? "over 95 %"
        : share >= 0.85 ? "over 85 %" : share >= 0.70 ? "over 70 %" : "under 70 %";
  }
}
