package dev.landfall.ingest.lookup;

import java.util.List;

/**
 * One thing that looking up brought; each is taken by the reader whole, so state lies between two.
 *
 * <p>Units: epoch milliseconds.
 */
public sealed interface LookupStep {

  /**
   * A window was read to its last page.
   *
   * @param events oldest first, each once; some may have been seen by an earlier window
   * @param lookedAt when its last page came
   * @param after the lane's cursor behind it
   */
  record Looked(
      EventLane lane,
      EventWindow window,
      List<LookedUpEvent> events,
      long lookedAt,
      LaneCursor after)
      implements LookupStep {}

  /**
   * A span that AWS no longer answers for: it passed while nobody read.
   *
   * @param after the lane's cursor behind it
   */
  record Lost(EventLane lane, EventWindow window, long foundAt, LaneCursor after)
      implements LookupStep {}

  /**
   * A window could not be read.
   *
   * @param since when this began
   * @param grave it goes on, or nobody but a person can end it: it is to be on record
   */
  record Failing(EventLane lane, String reason, long since, long at, boolean grave)
      implements LookupStep {}

  /** Everything up to the start was read, and no more is wanted. */
  record Ended() implements LookupStep {}
}
