package dev.landfall.reports.render;

import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import java.util.List;

/** A report for a terminal: the answer first, then what it rests on, then the rows. */
final class TextPage {
  private TextPage() {}

  static String render(ReportPage page) {
    StringBuilder out = new StringBuilder();
    out.append(Cells.printable(page.sentence())).append('\n');
    out.append('\n');
    for (CoverageLines.Line line : CoverageLines.of(page)) {
      out.append("%-22s %s".formatted(line.name(), Cells.printable(line.text()))).append('\n');
    }
    out.append('\n');
    TextTable.append(out, page.table());
    note(out, page.table());
    page.figures().forEach(figure -> section(out, figure));
    for (ReportTable section : page.sections()) {
      if (!section.rows().isEmpty()) {
        section(out, section);
      }
    }
    if (!page.findings().rows().isEmpty() && !page.name().equals("findings")) {
      section(out, page.findings());
    }
    return out.toString();
  }

  private static void section(StringBuilder out, ReportTable table) {
    out.append('\n').append(table.heading()).append('\n');
    TextTable.append(out, table);
    note(out, table);
  }

  private static void note(StringBuilder out, ReportTable table) {
    List<String> notes = table.note().isEmpty() ? List.of() : List.of(table.note());
    notes.forEach(note -> out.append(Cells.printable(note)).append('\n'));
  }
}
