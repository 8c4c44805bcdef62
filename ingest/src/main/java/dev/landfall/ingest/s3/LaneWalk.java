package dev.landfall.ingest.s3;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the keys of a lane.
 *
 * <p>Errors: a lane that is refused is a fault of the lane, and ends the walk.
 */
final class LaneWalk implements Work {
  private final BucketView view;
  private final BucketPages pages;
  private final LaneState state;
  private final LaneCursor cursor;
  private final long begunAt;
  private final boolean sweep;

  /**
   * @param after keys that sort behind it; null: all
   * @param sweep over all of {@code look_back}, not only the newest keys
   */
  LaneWalk(
      BucketView view,
      BucketPages pages,
      LaneState state,
      @Nullable String after,
      long begunAt,
      boolean sweep) {
    this.view = view;
    this.pages = pages;
    this.state = state;
    this.cursor = new LaneCursor(state.lane.prefix(), after);
    this.begunAt = begunAt;
    this.sweep = sweep;
  }

  @Override
  public boolean step(Found found) throws Unlistable {
    String prefix = state.lane.prefix();
    found.requests++;
    try {
      Long newest = found.take(state.lane, cursor.step(pages));
      state.newest = newest == null ? state.newest : Math.max(newest, state.newest);
    } catch (Unlistable e) {
      if (e.everywhere) {
        throw e;
      }
      view.failed(prefix, e.reason);
      state.queued = false;
      return true;
    }
    if (cursor.ended()) {
      finish(prefix, found);
    }
    return cursor.ended();
  }

  private void finish(String prefix, Found found) {
    view.listed(prefix);
    state.lookedAt = Math.max(state.lookedAt, begunAt);
    if (sweep) {
      state.sweptAt = begunAt;
      found.lookedThrough(prefix);
    }
    state.queued = false;
  }
}
