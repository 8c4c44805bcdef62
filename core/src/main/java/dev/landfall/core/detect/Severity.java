package dev.landfall.core.detect;

import java.util.Locale;

/** How urgent a finding is, gravest first; the ordinal is part of the stored form. */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING,
  INFO;

  /** The word in the lake and on pages. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
