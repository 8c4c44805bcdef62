package dev.landfall.reports;

import dev.landfall.reports.lake.Lake;

/** A question with one answer for one lake and window. Threads: stateless. */
public interface Report {

  /** The name on the command line and in addresses. */
  String name();

  /** What it tells, in one line. */
  String title();

  ReportPage run(Lake lake, Window window);
}
