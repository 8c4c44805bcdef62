package dev.landfall.core.quota;

/**
 * What a row has settled since the UTC day began, asked second after second.
 *
 * <p>Shape: asked in any order the answers are the same; in the order of time each minute of the
 * ledger is summed once. To be used only while the ledger does not change. Units: quota tokens,
 * epoch milliseconds UTC. Threads: confined to one.
 */
public final class DaySum {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private final QuotaLedger ledger;

  /** Of this day the minutes before {@code summedTo} are in the sum. */
  private long day = Long.MIN_VALUE;

  private long summedTo;
  private long settled;

  public DaySum(QuotaLedger ledger) {
    this.ledger = ledger;
  }

  /** Start of the day that a time is in. */
  public static long dayOf(long millis) {
    return Math.floorDiv(millis, DAY) * DAY;
  }

  /** Up to and with the second that holds this time. */
  public long until(long atMillis) {
    long minute = Math.floorDiv(atMillis, MINUTE) * MINUTE;
    if (dayOf(atMillis) != day || minute < summedTo) {
      day = dayOf(atMillis);
      summedTo = day;
      settled = 0;
    }
    settled = Math.addExact(settled, ledger.settledIn(summedTo, minute));
    summedTo = minute;
    return Math.addExact(settled, ledger.settledOfMinute(atMillis));
  }
}
