package dev.landfall.ingest.generate;

/**
 * Time from event to delivery, milliseconds: the least, and how much chance adds.
 *
 * <p>Source: CloudTrail's documentation says about five minutes on average, without a promise;
 * invocation logs were seen after 5 to 13 seconds.
 */
record Delays(
    int trailLeast,
    int trailSpread,
    int logLeast,
    int logSpread,
    int repeatSpread,
    int lateLeast,
    int lateSpread) {
  static final Delays REAL =
      new Delays(60_000, 540_000, 5_400, 7_900, 5_400_000, 3_600_000, 14_400_000);

  /** Short enough to be watched. */
  static final Delays DEMO = new Delays(3_000, 12_000, 800, 1_500, 60_000, 120_000, 600_000);
}
