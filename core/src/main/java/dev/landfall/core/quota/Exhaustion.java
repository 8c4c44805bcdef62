package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * In how many minutes a row's tokens are used up if they go on rising as they did.
 *
 * <p>Shape: the straight line that fits best through the greatest pressure of each of the last five
 * minutes in which the row was used, of which there must be three. The quota report's SQL says the
 * same. Missing: null where it falls or stays, where too little is known, or no quota is.
 */
public final class Exhaustion {
  private static final long MINUTE = 60_000;
  static final int MINUTES = 5;
  static final int LEAST = 3;

  private Exhaustion() {}

  /** The earliest minute that is looked at for one. */
  public static long looksBackTo(long minuteAt) {
    return minuteAt - (MINUTES - 1) * MINUTE;
  }

  /** Minutes from the end of this one; 0: the quota is used up now. */
  public static @Nullable Double minutes(QuotaLedger ledger, long minuteAt, @Nullable Long quota) {
    if (quota == null || ledger.minute(minuteAt).isEmpty()) {
      return null;
    }
    long now = ledger.minute(minuteAt).peakRolling();
    if (now >= quota) {
      return 0.0;
    }
    double n = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int back = 0; back < MINUTES; back++) {
      QuotaMinute minute = ledger.minute(minuteAt - back * MINUTE);
      if (!minute.isEmpty()) {
        n++;
        sumX -= back;
        sumY += minute.peakRolling();
        sumXx += (double) back * back;
        sumXy -= (double) back * minute.peakRolling();
      }
    }
    double spread = n * sumXx - sumX * sumX;
    double slope = n < LEAST || spread == 0 ? 0 : (n * sumXy - sumX * sumY) / spread;
    return slope > 0 ? (quota - now) / slope : null;
  }
}
