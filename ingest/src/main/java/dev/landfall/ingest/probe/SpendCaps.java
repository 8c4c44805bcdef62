package dev.landfall.ingest.probe;

/**
 * The most that may be sent, by run, by UTC day and by UTC month, over all runs on one lake.
 *
 * <p>All nine figures hold at once. Day and month count what every plan spent.
 */
public record SpendCaps(Cap run, Cap day, Cap month) {

  /** Units: requests, tokens in and out together, nano-dollars. */
  public record Cap(long requests, long tokens, long nanoUsd) {
    double usd() {
      return nanoUsd / 1e9;
    }
  }

  /** Small on purpose: a plan that wants more says so. */
  public static SpendCaps standard() {
    return new SpendCaps(
        new Cap(200, 500_000, 1_000_000_000L),
        new Cap(1_000, 2_500_000, 5_000_000_000L),
        new Cap(10_000, 25_000_000, 20_000_000_000L));
  }
}
