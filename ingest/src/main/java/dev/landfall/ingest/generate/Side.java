package dev.landfall.ingest.generate;

/**
 * A CloudTrail record that is no call: noise, reads, checks, other surfaces, changes of logging.
 *
 * @param account account and {@code region} of the trail that carries it
 * @param second event time, epoch seconds
 */
record Side(Kind kind, String account, String region, String role, long seed, long second) {

  /** What it is, and the reason by which a reader must count it; changes have none. */
  enum Kind {
    NOISE("not-bedrock"),
    CONTROL_PLANE("control-plane"),
    GUARDRAIL_CHECK("guardrail-check"),
    BATCH_JOB("surface"),
    AGENT("surface"),
    LOGGING_OFF("logging-off"),
    LOGGING_CHANGED("logging-changed"),
    TRAIL_OFF("trail-off"),
    SELECTORS_CHANGED("selectors-changed");

    final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    boolean change() {
      return compareTo(LOGGING_OFF) >= 0;
    }
  }
}
