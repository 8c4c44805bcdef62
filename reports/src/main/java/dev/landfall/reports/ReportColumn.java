package dev.landfall.reports;

/**
 * One column of a report's table.
 *
 * @param name the name in JSON and CSV, and of the query's column
 * @param heading the name for people
 * @param unit the unit for people; empty: none
 * @param total whether the column's values may be summed over the rows
 */
public record ReportColumn(String name, String heading, String unit, Type type, boolean total) {

  /** How a value travels: String, Long, Long, Double, Instant; null is "not known". */
  public enum Type {
    TEXT,
    /** A whole number. */
    COUNT,
    /** Milliseconds, Long or, where finer, Double. */
    MILLIS,
    /**
     * Milliseconds shaded by how they compare with the rest of the table; a text says why there is
     * no number, and null is "no data".
     */
    HEAT,
    /** A share; 1 is all. */
    RATIO,
    TIME,
    /** The start of a UTC day; a page for people leads to the same report of that day. */
    DAY;

    public boolean isNumber() {
      return this == COUNT || this == MILLIS || this == HEAT || this == RATIO;
    }
  }

  public static ReportColumn text(String name, String heading) {
    return new ReportColumn(name, heading, "", Type.TEXT, false);
  }

  /** A count that adds up over the rows. */
  public static ReportColumn sum(String name, String heading, String unit) {
    return new ReportColumn(name, heading, unit, Type.COUNT, true);
  }

  /** A count of which a sum over the rows would mean nothing. */
  public static ReportColumn count(String name, String heading, String unit) {
    return new ReportColumn(name, heading, unit, Type.COUNT, false);
  }

  public static ReportColumn millis(String name, String heading) {
    return new ReportColumn(name, heading, "ms", Type.MILLIS, false);
  }

  /** A number with one decimal, in a unit of its own. */
  public static ReportColumn decimal(String name, String heading, String unit) {
    return new ReportColumn(name, heading, unit, Type.MILLIS, false);
  }

  public static ReportColumn heat(String name, String heading) {
    return new ReportColumn(name, heading, "", Type.HEAT, false);
  }

  public static ReportColumn ratio(String name, String heading) {
    return new ReportColumn(name, heading, "%", Type.RATIO, false);
  }

  public static ReportColumn day(String name, String heading) {
    return new ReportColumn(name, heading, "UTC", Type.DAY, false);
  }

  public static ReportColumn time(String name, String heading) {
    return new ReportColumn(name, heading, "UTC", Type.TIME, false);
  }
}
