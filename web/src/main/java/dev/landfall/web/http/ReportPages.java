package dev.landfall.web.http;

import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.latency.LatencyOptions;
import dev.landfall.reports.latency.LatencyReport;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports as pages: {@code /reports/residency}, and the same ending in .json and .csv. */
final class ReportPages {
  /** Rows handed out in one answer: it is made in the heap, beside the job. */
  static final int MOST = 200_000;

  private final LakeDesk desk;
  private final Map<String, Long> objectives;

  ReportPages(LakeDesk desk, Map<String, Long> objectives) {
    this.desk = desk;
    this.objectives = Map.copyOf(objectives);
  }

  void serve(Context ctx) {
    String name = ctx.pathParam("name");
    Format format = Format.HTML;
    if (name.endsWith(".json")) {
      format = Format.JSON;
    } else if (name.endsWith(".csv")) {
      format = Format.CSV;
    }
    int dot = name.lastIndexOf('.');
    Report named = named(format == Format.HTML ? name : name.substring(0, dot));
    Report report = named instanceof LatencyReport ? new LatencyReport(latency(ctx)) : named;
    boolean probes = "true".equals(ctx.queryParam("include_probes"));
    Window window = window(ctx.queryParam("from"), ctx.queryParam("to"));
    Format as = format;
    String text =
        desk.ask(
            lake -> {
              ReportPage page = run(report, lake, window, probes, Math.min(as.rowsShown(), MOST));
              requireWhole(page.table(), as);
              return Renderer.render(page, as);
            });
    ctx.header("Cache-Control", "no-store");
    if (format == Format.HTML) {
      ctx.header("Content-Security-Policy", policyFor(text));
    }
    ctx.contentType(format.contentType()).result(text);
  }

  private static ReportPage run(
      Report report, Lake lake, Window window, boolean probes, int rowsShown) {
    if (!probes) {
      return report.run(lake, window, rowsShown);
    }
    try (Lake with = lake.withProbes()) {
      return report.run(with, window, rowsShown);
    }
  }

  /** JSON and CSV promise all rows: more than can be made here is refused, never cut. */
  static void requireWhole(ReportTable table, Format format) {
    if (format != Format.HTML && table.rowCount() > table.rows().size()) {
      throw new Faults.Bad(
          "this window has %s rows, and %s are handed out at a time"
              .formatted(Words.number(table.rowCount()), Words.number(MOST)),
          "a shorter window, such as from=2026-11-01&to=2026-11-08");
    }
  }

  private LatencyOptions latency(Context ctx) {
    String from = ctx.queryParam("compare_from");
    String to = ctx.queryParam("compare_to");
    String pair = ctx.queryParam("compare_profile");
    boolean windows = from != null || to != null;
    if (windows && pair != null) {
      throw new Faults.Bad(
          "windows or profiles are compared, not both at once", "compare_from and compare_to");
    }
    try {
      return new LatencyOptions(
          windows ? window(from, to) : null,
          pair == null ? null : LatencyOptions.Pair.of(pair),
          objectives,
          LatencyOptions.objective(ctx.queryParam("objective_ms"), "objective_ms"));
    } catch (IllegalArgumentException e) {
      throw new Faults.Bad(
          String.valueOf(e.getMessage()), "compare_profile=ONE,OTHER and objective_ms=600");
    }
  }

  private static Report named(String name) {
    return Reports.byName(name)
        .orElseThrow(
            () ->
                new Faults.Missing(
                    "There is no report of this name. There are: "
                        + Reports.all().stream().map(Report::name).collect(Collectors.joining(", "))
                        + "."));
  }

  static Window window(@Nullable String from, @Nullable String to) {
    Instant first = time("from", from);
    Instant last = time("to", to);
    if (first != null && last != null && !first.isBefore(last)) {
      throw new Faults.Bad("'from' must be before 'to'", "a half-open window, UTC");
    }
    return new Window(first, last);
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Faults.Bad(
          "'" + name + "' is not a time",
          name + "=2026-11-01 or " + name + "=2026-11-01T00:00:00Z");
    }
  }

  /**
   * An exported report carries its style inside; exactly that style is allowed by its hash, and no
   * script at all.
   */
  static String policyFor(String html) {
    int open = html.indexOf("<style>");
    int close = html.indexOf("</style>");
    if (open < 0 || close < open) {
      return Guard.POLICY;
    }
    try {
      byte[] style = html.substring(open + 7, close).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(style);
      return "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
