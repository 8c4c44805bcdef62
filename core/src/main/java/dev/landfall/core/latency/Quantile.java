package dev.landfall.core.latency;

/**
 * The quantiles that are reported, by nearest rank: the smallest measured value that at least this
 * share of the values does not exceed (Hyndman and Fan 1996, definition 1). So each figure is a
 * time that really was measured, and can be looked up.
 *
 * <p>Missing: a quantile is shown from {@link #needs()} values on, that is once one value lies
 * beyond it; its interval from {@link #intervalNeeds()} values on, that is once the greatest value
 * lies beyond the quantile with a probability of 97.5 %. With fewer there is no number.
 */
public enum Quantile {
  P50("P50", "p50", 500, 6),
  P95("P95", "p95", 950, 72),
  P99("P99", "p99", 990, 368),
  P999("P99.9", "p999", 999, 3688);

  private final String label;
  private final String id;
  private final int perMille;
  private final int intervalNeeds;

  Quantile(String label, String id, int perMille, int intervalNeeds) {
    this.label = label;
    this.id = id;
    this.perMille = perMille;
    this.intervalNeeds = intervalNeeds;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** In names of columns. */
  public String id() {
    return id;
  }

  /** Its share as thousandths. */
  public int perMille() {
    return perMille;
  }

  /** How many values it takes for a figure: 2, 20, 100, 1,000. */
  public long needs() {
    return 1000L / (1000 - perMille);
  }

  /** How many values it takes for an interval: the least n with share^n at most 2.5 %. */
  public long intervalNeeds() {
    return intervalNeeds;
  }

  /** Which of n values in ascending order it is, counted from 1. */
  public long rank(long n) {
    return Math.max(1, -Math.floorDiv(-Math.multiplyExact(n, (long) perMille), 1000L));
  }
}
