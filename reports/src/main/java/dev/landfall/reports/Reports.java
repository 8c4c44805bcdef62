package dev.landfall.reports;

import dev.landfall.reports.alerts.AlertsReport;
import dev.landfall.reports.canary.CanaryReport;
import dev.landfall.reports.coverage.CoverageReport;
import dev.landfall.reports.findings.FindingsReport;
import dev.landfall.reports.latency.LatencyReport;
import dev.landfall.reports.quota.QuotaReport;
import dev.landfall.reports.residency.ResidencyReport;
import java.util.List;
import java.util.Optional;

/** The one list of reports. */
public final class Reports {
  private static final List<Report> ALL =
      List.of(
          new ResidencyReport(),
          new CoverageReport(),
          new QuotaReport(),
          new FindingsReport(),
          new AlertsReport(),
          new LatencyReport(),
          new CanaryReport());

  private Reports() {}

  public static List<Report> all() {
    return ALL;
  }

  public static Optional<Report> byName(String name) {
    return ALL.stream().filter(report -> report.name().equals(name)).findFirst();
  }
}
