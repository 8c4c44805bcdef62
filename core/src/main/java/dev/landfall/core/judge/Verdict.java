package dev.landfall.core.judge;

/** What can be said of the Region in which a call ran, and on whose word. Stored by name. */
public enum Verdict {
  /** Both families name the same Region: consistent, though both are AWS's own statements. */
  AGREED(true),
  TRAIL_ONLY_NAMED(true),
  LOG_ONLY_NAMED(true),
  /** More than one Region is named. */
  CONFLICT(false),
  /** Refused before a model ran. */
  NOT_RUN(false),
  /** Nobody names a Region, and this kind of call never leaves the source Region. */
  BY_RULE(false),
  /** Nobody names a Region; the catalogue knows the closed set it must be in. */
  BOUNDED(false),
  UNKNOWN(false);

  private final boolean observed;

  Verdict(boolean observed) {
    this.observed = observed;
  }

  /** Only these are ever called observed. */
  public boolean observed() {
    return observed;
  }
}
