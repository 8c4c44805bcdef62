package dev.landfall.core.quota;

import java.util.Locale;

/** Which quota refused a call, in the order in which the more certain explanation is taken. */
public enum ThrottleKind {
  /** What has been settled alone is the quota or more: any call is refused. */
  SETTLEMENT,
  /** As many calls were admitted in the minute as the quota allows. */
  REQUESTS,
  /** The day's tokens are used up. */
  DAY,
  /** Settled and in flight, the call's own reservation would pass the quota. */
  RESERVATION,
  /** Every applied quota is known and none was near: AWS's own capacity, or a quota not shown. */
  SHARED_CAPACITY,
  /**
   * Too little is known to say: no applied quota, too many calls without their tokens, or mantle's
   * output quota beside the others.
   */
  UNKNOWN;

  /** The word in texts and in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
