package dev.landfall.core.alert;

import java.util.Locale;

/** Where an alert stands. The ordinal is part of the stored form. */
public enum AlertState {
  OPEN,
  /** Open, and told of again since: more calls, or graver. */
  UPDATED,
  /** What was wrong has ended by itself. Residency never does. */
  RESOLVED,
  /** A person has decided on all that had been seen up to then. */
  DISPOSITIONED,
  /** A correction took the ground away: it was never so. */
  SUPERSEDED;

  public boolean live() {
    return this == OPEN || this == UPDATED;
  }

  /** The word in the lake and on pages. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
