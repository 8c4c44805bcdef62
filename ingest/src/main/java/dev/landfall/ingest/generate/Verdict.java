package dev.landfall.ingest.generate;

/** The verdicts the truth is told in, in the order of their tests. */
enum Verdict {
  AGREED,
  TRAIL_ONLY_NAMED,
  LOG_ONLY_NAMED,
  CONFLICT,
  NOT_RUN,
  BY_RULE,
  BOUNDED,
  UNKNOWN;

  boolean observed() {
    return compareTo(CONFLICT) < 0;
  }
}
