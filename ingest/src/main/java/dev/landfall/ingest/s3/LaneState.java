package dev.landfall.ingest.s3;

import java.time.Duration;

/** How far a lane has been read. Units: epoch milliseconds. Threads: its lister's. */
final class LaneState {
  static final long NEVER = Long.MIN_VALUE;
  private static final long DAY = Duration.ofDays(1).toMillis();

  final Lane lane;

  /** Begin of the last look at its newest keys. */
  long lookedAt;

  /** Begin of the last walk over all of {@code look_back} that came to its end. */
  long sweptAt = NEVER;

  /** When work in the background was last begun. */
  long triedAt = NEVER;

  /** Latest day or hour in its keys. */
  long newest = NEVER;

  boolean queued;

  LaneState(Lane lane, long lookedAt) {
    this.lane = lane;
    this.lookedAt = lookedAt;
  }

  /** Whether objects came yesterday or today: such a lane is looked at every time. */
  boolean isActive(long now) {
    return sweptAt != NEVER && newest >= Math.floorDiv(now, DAY) * DAY - DAY;
  }

  /** Whether a time is so long ago, or never was. */
  static boolean isOlder(long at, long now, Duration than) {
    return at == NEVER || at <= now - than.toMillis();
  }
}
