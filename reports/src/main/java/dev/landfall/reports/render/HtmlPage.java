package dev.landfall.reports.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report as one file that needs nothing else: no script, no font, no address is fetched.
 *
 * <p>Every value is escaped by the template engine. Long tables are cut for the reader's sake and
 * say so; CSV and JSON hold all rows.
 */
final class HtmlPage {
  private static final Template TEMPLATE =
      Mustache.compiler().escapeHTML(true).compile(resource("report.html"));
  private static final String STYLE = resource("report.css");

  private HtmlPage() {}

  static String render(ReportPage page) {
    Map<String, Object> model = new HashMap<>();
    model.put("style", STYLE);
    model.put("title", page.title());
    model.put("sentence", Cells.printable(page.sentence()));
    model.put("outcome", page.outcome().name());
    model.put("verdict", outcome(page));
    model.put("coverage", CoverageLines.of(page));
    model.put("table", table(page.table()));
    model.put("figures", page.figures().stream().map(HtmlPage::table).toList());
    model.put("sections", page.sections().stream().map(HtmlPage::table).toList());
    model.put("findings", table(page.findings()));
    model.put("queries", page.method().queries());
    model.put("policy", list(page.method().policyVersions()));
    model.put("catalogue", list(page.method().catalogueVersions()));
    return TEMPLATE.execute(model);
  }

  private static String outcome(ReportPage page) {
    return switch (page.outcome()) {
      case FINE -> "No finding is open and nothing is known to be missing.";
      case FINDINGS -> "Findings are open.";
      case CANNOT_SAY -> "Something could not be read; the answer may be incomplete.";
    };
  }

  private static Map<String, Object> table(ReportTable table) {
    List<Map<String, Object>> head = new ArrayList<>();
    for (ReportColumn column : table.columns()) {
      head.add(cell(column, Cells.heading(column)));
    }
    List<List<Map<String, Object>>> rows = new ArrayList<>();
    int shown = Math.min(Format.HTML.rowsShown(), table.rows().size());
    Heat heat = Heat.of(table);
    for (List<@Nullable Object> row : table.rows().subList(0, shown)) {
      rows.add(cells(table.columns(), row, heat));
    }
    Map<String, Object> model = new HashMap<>();
    model.put("id", table.id());
    model.put("heading", table.heading());
    model.put("note", table.note());
    model.put("look", heat.isEmpty() ? "plain" : "heatmap");
    model.put("head", head);
    model.put("rows", rows);
    model.put("empty", rows.isEmpty());
    model.put("totals", table.hasTotals() ? List.of(totals(table)) : List.of());
    model.put("cut", LeftOut.words(table, shown).orElse(""));
    return model;
  }

  private static List<Map<String, Object>> cells(
      List<ReportColumn> columns, List<@Nullable Object> row, Heat heat) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ReportColumn column = columns.get(i);
      String text = Cells.printable(Cells.text(column, row.get(i)));
      cells.add(
          switch (column.type()) {
            case HEAT -> Map.of("text", text, "kind", "number " + heat.shade(row.get(i)));
            case DAY -> day(row.get(i), text);
            default -> cell(column, text);
          });
    }
    return cells;
  }

  private static Map<String, Object> day(@Nullable Object value, String text) {
    if (!(value instanceof Instant from)) {
      return Map.of("text", text, "kind", "text");
    }
    LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
    String href = "?from=" + day + "&to=" + day.plusDays(1);
    return Map.of("text", text, "kind", "text", "href", href);
  }

  private static List<Map<String, Object>> totals(ReportTable table) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      ReportColumn column = table.columns().get(i);
      String none = i == 0 ? "Total" : "";
      cells.add(cell(column, column.total() ? Cells.text(column, table.totals().get(i)) : none));
    }
    return cells;
  }

  private static Map<String, Object> cell(ReportColumn column, String text) {
    return Map.of("text", text, "kind", column.type().isNumber() ? "number" : "text");
  }

  private static String list(List<String> values) {
    return values.isEmpty() ? "none" : String.join(", ", values);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks the resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
