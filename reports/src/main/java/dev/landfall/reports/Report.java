package dev.landfall.reports;

import dev.landfall.reports.lake.Lake;

/** A question with one answer for one lake and window. Threads: stateless. */
public interface Report {
  /** No form for people shows more rows. */
  int MOST_FOR_PEOPLE = 10_000;

  /** The name on the command line and in addresses. */
  String name();

  /** What it tells, in one line. */
  String title();

  ReportPage run(Lake lake, Window window);

  /**
   * The same for a reader who is shown the first rows only. A report of very many rows reads no
   * more of them than that; where a page for people would show a small part of them, it may sum
   * them up instead.
   *
   * @param rowsShown of the report's own table, at most; where a form shows all, any number. Beyond
   *     {@link #MOST_FOR_PEOPLE} all rows are wanted or none: a report that has more than that may
   *     leave them out, and says how many there are
   */
  default ReportPage run(Lake lake, Window window, int rowsShown) {
    return run(lake, window);
  }
}
