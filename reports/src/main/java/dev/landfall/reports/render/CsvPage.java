package dev.landfall.reports.render;

import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a report as RFC 4180: a header, comma, CRLF, quotes where needed.
 *
 * <p>Missing: an empty field. A text that a spreadsheet would run as a formula is given a leading
 * apostrophe (OWASP, "CSV Injection"); numbers are written as they are.
 */
final class CsvPage {
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private CsvPage() {}

  static String render(ReportPage page) {
    StringBuilder out = new StringBuilder();
    List<ReportColumn> columns = page.columns();
    line(out, columns.stream().map(ReportColumn::name).toList());
    for (List<@Nullable Object> row : page.rows()) {
      List<String> fields = new ArrayList<>();
      for (Object value : row) {
        fields.add(field(value));
      }
      line(out, fields);
    }
    return out.toString();
  }

  static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text)) {
      return value.toString();
    }
    boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quote = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static void line(StringBuilder out, List<String> fields) {
    out.append(fields.stream().collect(Collectors.joining(","))).append("\r\n");
  }
}
