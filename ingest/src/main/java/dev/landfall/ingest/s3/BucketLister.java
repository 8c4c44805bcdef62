package dev.landfall.ingest.s3;

import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists a bucket of millions of keys again and again with few requests.
 *
 * <p>The first look walks over every lane: all of it when bounded, else {@code look_back}. Later
 * looks ask each active lane only for keys of its last minutes, by their place in the order of
 * keys. What takes longer is done beside that, a few pages at a look: accounts and Regions that
 * appear, lanes that are quiet, and every hour all of {@code look_back} again for objects that came
 * late. Errors: a prefix that cannot be listed is a problem until it can. Threads: one at a time.
 */
final class BucketLister implements Lister {
  /** How often new accounts and Regions are looked for, and quiet lanes looked at. */
  private static final Duration RENEW = Duration.ofMinutes(5);

  private static final Duration SWEEP = Duration.ofHours(1);

  /** Requests of one look for each active lane, all work beside it included. */
  private static final int PER_LANE = 3;

  private static final int WITHOUT_LANES = 10;

  private final BucketStore store;
  private final BucketPages pages;
  private final boolean bounded;
  private final Clock clock;
  private final long firstFrom;
  private final BucketView view;
  private final Deque<Work> background = new ArrayDeque<>();
  private final Deque<Work> firstWalks = new ArrayDeque<>();
  private boolean searching;
  private @Nullable Long firstBegunAt;
  private boolean firstDone;

  /** What asks the bucket. */
  private interface Asking {
    void ask() throws Unlistable;
  }

  /**
   * @param listedUntil an earlier life listed all until then: what came since is swept too, even if
   *     that is longer ago than {@code look_back}; null: this is the first
   */
  BucketLister(
      BucketStore store,
      BucketPages pages,
      boolean bounded,
      Clock clock,
      @Nullable Long listedUntil) {
    this.store = store;
    this.pages = pages;
    this.bounded = bounded;
    this.clock = clock;
    this.view = new BucketView(store);
    long until = listedUntil == null ? Long.MAX_VALUE : listedUntil - BucketView.VISIBLE_AFTER;
    this.firstFrom = Math.min(until, clock.millis() - store.lookBackMillis());
  }

  @Override
  public Listing list() {
    if (!firstDone) {
      return first();
    }
    Found found = new Found(store, clock.millis());
    look(found, true);
    return listing(found, view.standsFor(found.begunAt));
  }

  boolean isFirstDone() {
    return firstDone;
  }

  /**
   * One look after the first.
   *
   * @param polled false: a queue tells of new objects; only what it cannot tell is looked for
   */
  void look(Found found, boolean polled) {
    asks(
        () -> {
          if (polled) {
            for (LaneState state : view.active(found.begunAt)) {
              newest(state, found.begunAt).toItsEnd(found);
            }
          }
          inBackground(found, polled);
        });
  }

  long standsFor(long begunAt) {
    return view.standsFor(begunAt);
  }

  Listing listing(Found found, long standsFor) {
    return found.listing(true, standsFor, view.problems(), view.forgetBefore());
  }

  private Listing first() {
    long begunAt = firstBegunAt == null ? clock.millis() : firstBegunAt;
    Found found = new Found(store, begunAt);
    if (!asks(() -> walkFirst(found))) {
      // from the start again; what was found is known by then
      firstWalks.clear();
      firstBegunAt = null;
      return found.listing(true, LaneState.NEVER, view.problems(), LaneState.NEVER);
    }
    if (!firstWalks.isEmpty()) {
      return found.listing(false, LaneState.NEVER, Map.of(), LaneState.NEVER);
    }
    firstDone = true;
    return listing(found, view.standsFor(begunAt));
  }

  private void walkFirst(Found found) throws Unlistable {
    if (firstBegunAt == null) {
      firstBegunAt = found.begunAt;
      new LaneSearch(store, view, pages, found.begunAt).toItsEnd(found);
      for (LaneState state : view.lanes()) {
        firstWalks.add(sweep(state, firstFrom, found.begunAt));
      }
    }
    while (!firstWalks.isEmpty() && !found.isFull()) {
      if (firstWalks.getFirst().step(found)) {
        firstWalks.removeFirst();
      }
    }
  }

  /** Whether the bucket answered; if not, the root is what fails. */
  private boolean asks(Asking asking) {
    try {
      asking.ask();
      view.answered();
      return true;
    } catch (Unlistable e) {
      view.failed(store.prefix(), e.reason);
      return false;
    }
  }

  private void inBackground(Found found, boolean polled) throws Unlistable {
    queueWhatIsDue(found.begunAt, polled);
    int active = view.active(found.begunAt).size();
    int most = active == 0 ? WITHOUT_LANES : Math.max(found.requests + 1, active * PER_LANE);
    while (!background.isEmpty() && found.requests < most && !found.isFull()) {
      Work work = background.getFirst();
      boolean done = work.step(found);
      // only now: a step that failed is made again
      background.removeFirst();
      if (!done) {
        background.addLast(work);
      } else if (work instanceof LaneSearch) {
        searching = false;
      }
    }
  }

  private void queueWhatIsDue(long now, boolean polled) {
    if (!searching && LaneState.isOlder(view.searchedAt, now, polled ? RENEW : SWEEP)) {
      searching = true;
      background.addFirst(new LaneSearch(store, view, pages, now));
    }
    for (LaneState state : view.lanes()) {
      if (state.queued || !LaneState.isOlder(state.triedAt, now, RENEW)) {
        continue;
      }
      if (LaneState.isOlder(state.sweptAt, now, SWEEP)) {
        queue(state, sweep(state, sweepFrom(state, now), now), now);
      } else if (polled && !state.isActive(now)) {
        queue(state, newest(state, now), now);
      }
    }
  }

  private void queue(LaneState state, Work walk, long now) {
    state.queued = true;
    state.triedAt = now;
    if (state.sweptAt == LaneState.NEVER) {
      background.addFirst(walk);
    } else {
      background.addLast(walk);
    }
  }

  private Work sweep(LaneState state, long from, long now) {
    String after = bounded ? null : state.lane.beforeDay(Instant.ofEpochMilli(from));
    return new LaneWalk(view, pages, state, after, now, true);
  }

  /** As far back as was asked for, and to where it was last seen whole if that is longer ago. */
  private long sweepFrom(LaneState state, long now) {
    long seen =
        state.sweptAt == LaneState.NEVER ? firstFrom : state.sweptAt - BucketView.VISIBLE_AFTER;
    return Math.min(now - store.lookBackMillis(), seen);
  }

  private Work newest(LaneState state, long now) {
    Instant since = Instant.ofEpochMilli(Math.min(now, Math.max(state.lookedAt, firstFrom)));
    String after = state.lane.before(since.minus(state.lane.window()));
    return new LaneWalk(view, pages, state, after, now, false);
  }

  @Override
  public void close() {
    pages.close();
  }
}
