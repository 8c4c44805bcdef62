package dev.landfall.web.cli;

import dev.landfall.ingest.config.Nearest;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.latency.LatencyReport;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description =
        "Answer one question from the lake: residency, coverage, quota, findings, latency, canary.",
    footer = {
      "",
      "Examples:",
      "  landfall report residency",
      "  landfall report quota --from 2026-11-01 --to 2026-11-08 --format csv > quota.csv",
      "  landfall report coverage --format html > coverage.html",
      "  landfall report latency --from 2026-11-08 --compare-from 2026-11-01 --compare-to 2026-11-08",
      "  landfall report latency --compare-profile au.MODEL,global.MODEL --objective-ms 600",
      "",
      "Times are UTC; --from is in the window, --to is not. Without them: the whole lake.",
      "Exit codes: 0 fine, 1 findings are open, 2 something could not be read."
    })
final class ReportVerb extends ConfiguredVerb {

  @Parameters(index = "0", paramLabel = "NAME", description = "The report.")
  private String name = "";

  @Option(names = "--from", paramLabel = "TIME", description = "A day or time, UTC, inclusive.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "A day or time, UTC, exclusive.")
  private @Nullable String to;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "table, json, csv or html. Default: table")
  private String format = "table";

  @Option(
      names = "--include-probes",
      description = "Count the latency probe's own calls among those of users.")
  private boolean includeProbes;

  @ArgGroup(exclusive = false, heading = "Only for latency:%n")
  private final LatencyArguments latency = new LatencyArguments();

  ReportVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    Report named = report(name);
    if (latency.given() && !(named instanceof LatencyReport)) {
      throw new WrongUsage(
          "--compare-from, --compare-to, --compare-profile and --objective-ms are for 'latency',"
              + " not for '"
              + name
              + "'");
    }
    Format as =
        Format.byName(format)
            .orElseThrow(
                () ->
                    new WrongUsage("--format '" + format + "' is none of table, json, csv, html"));
    Window window = Times.window(from, to);
    Report report =
        named instanceof LatencyReport
            ? new LatencyReport(latency.options(() -> setup().policy()))
            : named;
    try (ReadableLake place = ReadableLake.now(configuration(), io);
        Lake opened = Lake.open(place.folder(), LakeOptions.standard());
        Lake lake = includeProbes ? opened.withProbes() : opened) {
      ReportPage page = report.run(lake, window, as.rowsShown());
      io.data(Renderer.render(page, as));
      return page.outcome().exitCode();
    }
  }

  private static Report report(String name) throws WrongUsage {
    List<String> names = Reports.all().stream().map(Report::name).toList();
    return Reports.byName(name)
        .orElseThrow(
            () ->
                new WrongUsage(
                    "there is no report '"
                        + name
                        + "'"
                        + Nearest.to(name, names)
                            .map(n -> "; did you mean '" + n + "'?")
                            .orElse(".")
                        + " There are: "
                        + String.join(", ", names)));
  }
}
