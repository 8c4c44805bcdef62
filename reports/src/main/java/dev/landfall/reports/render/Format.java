package dev.landfall.reports.render;

import java.util.Locale;
import java.util.Optional;

/** The forms a report comes in. */
public enum Format {
  /** Beyond a thousand rows a terminal is the wrong place. */
  TABLE("text/plain; charset=utf-8", 1000),
  JSON("application/json", Format.ALL),
  CSV("text/csv; charset=utf-8", Format.ALL),
  HTML("text/html; charset=utf-8", 2000);

  private static final int ALL = Integer.MAX_VALUE;

  private final String contentType;
  private final int rowsShown;

  Format(String contentType, int rowsShown) {
    this.contentType = contentType;
    this.rowsShown = rowsShown;
  }

  /** Rows of a table that it shows at most; it says how many it leaves out. */
  public int rowsShown() {
    return rowsShown;
  }

  public String contentType() {
    return contentType;
  }

  /** The format by its name in any case; empty: there is none of that name. */
  public static Optional<Format> byName(String name) {
    for (Format format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
