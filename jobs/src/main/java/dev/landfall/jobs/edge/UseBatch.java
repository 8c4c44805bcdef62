package dev.landfall.jobs.edge;

import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import java.util.Arrays;

/**
 * Uses of one quota row, summed second by second before they are sent: a hot row costs its busy
 * seconds, not its calls.
 *
 * @param settled they belong to the stored view; otherwise to the live page's
 */
public record UseBatch(boolean settled, QuotaKey key, QuotaLedger sums) {

  public Parcel parcel() {
    byte[] ledger = sums.encode();
    byte[] payload = new byte[ledger.length + 1];
    payload[0] = (byte) (settled ? 1 : 0);
    System.arraycopy(ledger, 0, payload, 1, ledger.length);
    return new Parcel(Parcel.USES, key.text(), 0, payload);
  }

  /** Whether the batch of a parcel is of the stored view, without decoding it. */
  public static boolean isSettled(Parcel parcel) {
    return parcel.payload()[0] == 1;
  }

  public static UseBatch of(Parcel parcel) {
    byte[] payload = parcel.payload();
    return new UseBatch(
        payload[0] == 1,
        QuotaKey.parse(parcel.key()),
        QuotaLedger.decode(Arrays.copyOfRange(payload, 1, payload.length)));
  }
}
