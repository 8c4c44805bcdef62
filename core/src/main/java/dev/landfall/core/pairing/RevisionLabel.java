package dev.landfall.core.pairing;

/** How settled a call was when a revision of it was made; never part of the call's content. */
public enum RevisionLabel {
  /** Something is awaited and ten minutes have not passed: for alerts and the live page only. */
  EARLY,
  /** Something is awaited; written to the lake so that a report does not hide the call. */
  PROVISIONAL,
  /** Nothing is awaited, or the settle window has passed. */
  FINAL,
  /** A witness came after {@link #FINAL}. */
  CORRECTED;

  public boolean settled() {
    return this == FINAL || this == CORRECTED;
  }

  public boolean written() {
    return this != EARLY;
  }
}
