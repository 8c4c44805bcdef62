package dev.landfall.reports.render;

import dev.landfall.reports.ReportPage;

/**
 * Turns a page into text.
 *
 * <p>Equal content gives equal text: no clock, no machine, no version of the lake stands in it.
 */
public final class Renderer {
  private Renderer() {}

  public static String render(ReportPage page, Format format) {
    return switch (format) {
      case TABLE -> TextPage.render(page);
      case JSON -> JsonPage.render(page);
      case CSV -> CsvPage.render(page);
      case HTML -> HtmlPage.render(page);
    };
  }
}
