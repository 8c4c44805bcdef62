package dev.landfall.reports.render;

import java.util.Locale;
import java.util.Optional;

/** The forms a report comes in. */
public enum Format {
  TABLE("text/plain; charset=utf-8"),
  JSON("application/json"),
  CSV("text/csv; charset=utf-8"),
  HTML("text/html; charset=utf-8");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
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
