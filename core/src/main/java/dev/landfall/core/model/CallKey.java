package dev.landfall.core.model;

import java.util.Comparator;

/**
 * The identity of one call.
 *
 * <p>Shape: one per attempt to invoke a model; each retry of an SDK has its own request id. {@code
 * account} is {@code recipientAccountId}, else {@code userIdentity.accountId}; twelve digits when
 * AWS wrote it, but kept as text as found. {@code requestId} is CloudTrail's id of the request (a
 * completion's {@code parentRequestId}), the log's {@code requestId}, or the {@code eventID} where
 * a trail event has no request id.
 */
public record CallKey(String partition, String account, String requestId)
    implements Comparable<CallKey> {
  private static final Comparator<CallKey> ORDER =
      Comparator.comparing(CallKey::partition)
          .thenComparing(CallKey::account)
          .thenComparing(CallKey::requestId);

  public CallKey {
    if (partition.isEmpty() || account.isEmpty() || requestId.isEmpty()) {
      throw new IllegalArgumentException(
          "a call wants partition, account and request id, got '%s', '%s', '%s'"
              .formatted(partition, account, requestId));
    }
  }

  /** The key as one line of text, {@code partition/account/requestId}. */
  public String text() {
    return partition + '/' + account + '/' + requestId;
  }

  @Override
  public int compareTo(CallKey other) {
    return ORDER.compare(this, other);
  }
}
