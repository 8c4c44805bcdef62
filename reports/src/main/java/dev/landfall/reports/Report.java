package dev.landfall.reports;

import dev.landfall.reports.lake.Lake;

/** A question with one answer for one lake and window. Threads: stateless. */
public interface Report {

  /** The name on the command line and in addresses. */
  String name();

  /** What it tells, in one line. */
  String title();

  ReportPage run(Lake lake, Window window);

  /**
   * The same for a reader who is shown the first rows only. A report of very many rows reads no
   * more of them than that.
   *
   * @param rowsShown of the report's own table, at most; where a form shows all, any number
   */
  default ReportPage run(Lake lake, Window window, int rowsShown) {
    return run(lake, window);
  }
}
