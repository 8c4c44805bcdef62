package dev.landfall.reports.latency;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.PageBuilder;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long calls took by the Region that served them: as the logs state it of users' calls, and as
 * the probe measured it of its own, each sample joined to its call.
 */
public final class LatencyReport implements Report {
  private final LatencyOptions options;

  public LatencyReport() {
    this(LatencyOptions.none());
  }

  public LatencyReport(LatencyOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "How long calls took, by where they ran";
  }

  @Override
  public ReportPage run(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      PageBuilder page = new PageBuilder(this, session).reads(LakeTable.PROBES);
      List<Measured> measured =
          Measured.of(page.query(Measured.LOGGED), page.query(Measured.PROBED));
      List<Row> unmatched = page.query(UnmatchedTable.ROWS, asOf(lake).atOffset(ZoneOffset.UTC));
      figure(page, HeatMap.of(measured, Group.PROBED, "heat_probed", "Probed P95 by Region"));
      figure(page, HeatMap.of(measured, Group.LOGGED, "heat_logged", "Logged P95 by Region"));
      if (options.earlier() != null) {
        page.alsoOver(options.earlier());
      }
      figure(page, compared(lake, measured));
      figure(page, regressions(page, lake));
      if (options.hasObjectives()) { // else nothing would be shown of what it took to look
        ReportTable goodput = GoodputTable.of(page.query(GoodputTable.ROWS), measured, options);
        figure(page, goodput.rows().isEmpty() ? null : goodput);
      }
      ReportTable parts = LatencyRows.parts(measured);
      figure(page, parts.rows().isEmpty() ? null : parts);
      page.figure(ClaimTable.of(measured));
      page.section(UnmatchedTable.of(unmatched, lake.asOf()));
      return page.page(sentence(measured, unmatched), LatencyRows.whole(measured));
    }
  }

  private static void figure(PageBuilder page, @Nullable ReportTable table) {
    if (table != null) {
      page.figure(table);
    }
  }

  private @Nullable ReportTable compared(Lake lake, List<Measured> measured) {
    LatencyOptions.Pair pair = options.pair();
    if (pair != null) {
      return ComparisonTable.targets(measured, pair);
    }
    Window earlier = options.earlier();
    if (earlier == null) {
      return null;
    }
    try (LakeSession session = lake.session(earlier)) {
      return ComparisonTable.windows(Measured.read(session), measured);
    }
  }

  private @Nullable ReportTable regressions(PageBuilder page, Lake lake) {
    RegressionTable.Stored stored = RegressionTable.Stored.in(lake.folder());
    if (!RegressionTable.isWanted(options, stored)) {
      return null;
    }
    List<Row> minutes = page.query(RegressionTable.MINUTES, asOf(lake).atOffset(ZoneOffset.UTC));
    return RegressionTable.of(minutes, options, stored);
  }

  private static Instant asOf(Lake lake) {
    Instant asOf = lake.asOf();
    return asOf == null ? Instant.EPOCH : asOf;
  }

  private static String sentence(List<Measured> measured, List<Row> unmatched) {
    long logged = 0;
    long notLogged = 0;
    long probed = 0;
    for (Measured each : measured) {
      boolean total = each.group().measure().equals(Group.TOTAL);
      long size = each.times().size();
      if (total && each.group().evidence().equals(Group.LOGGED)) {
        logged += size;
        notLogged += each.notMeasurable();
      } else if (total) {
        probed += size + (each.failed() == null ? 0 : each.failed()) + each.notMeasurable();
      }
    }
    String users =
        logged + notLogged == 0
            ? "No user's call ran in this window"
            : "A latency is logged for %s of %s"
                .formatted(Words.number(logged), Words.count(logged + notLogged, "call", "calls"));
    if (probed == 0) {
      return users + "; the probe measured none.";
    }
    long without = unmatched.stream().mapToLong(row -> row.count("samples")).sum();
    return users
        + "; the probe sent "
        + Words.count(probed, "request", "requests")
        + (without == 0
            ? ", each matched to its call."
            : ". Of all its samples " + Words.number(without) + " match no call.");
  }
}
