package dev.landfall.web.http;

import dev.landfall.reports.Report;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports as pages: {@code /reports/residency}, and the same ending in .json and .csv. */
final class ReportPages {
  private final LakeDesk desk;

  ReportPages(LakeDesk desk) {
    this.desk = desk;
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
    Report report = named(format == Format.HTML ? name : name.substring(0, dot));
    Window window = window(ctx.queryParam("from"), ctx.queryParam("to"));
    Format as = format;
    String text = desk.ask(lake -> Renderer.render(report.run(lake, window), as));
    ctx.header("Cache-Control", "no-store");
    if (format == Format.HTML) {
      ctx.header("Content-Security-Policy", policyFor(text));
    }
    ctx.contentType(format.contentType()).result(text);
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
