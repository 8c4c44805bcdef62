package dev.landfall.ingest.s3;

import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** An object may become visible that long after its last-modified time (replication). */
  private static final long VISIBLE_AFTER = Duration.ofDays(1).toMillis();

  /** Requests of one look for each active lane, all work beside it included. */
  private static final int PER_LANE = 3;

  private static final int WITHOUT_LANES = 10;
  private static final String NO_LOGS = "no logs in AWS's layout";
  private static final String TOO_MANY = "too many folders to look into; set prefix";

  private final BucketStore store;
  private final BucketPages pages;
  private final boolean bounded;
  private final Clock clock;
  private final long sweepFrom;
  private final Map<String, LaneState> lanes = new TreeMap<>();
  private final SortedMap<String, String> faults = new TreeMap<>();
  private final Deque<Work> background = new ArrayDeque<>();
  private final Deque<Visit> firstVisits = new ArrayDeque<>();
  private boolean discovering;
  private long discoveredAt = LaneState.NEVER;
  private @Nullable Long firstBegunAt;
  private boolean firstDone;

  /** Something done a page at a time. True: it is done. */
  private interface Work {
    boolean step(Found found) throws Unlistable;
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
    long until = listedUntil == null ? Long.MAX_VALUE : listedUntil - VISIBLE_AFTER;
    this.sweepFrom = Math.min(until, clock.millis() - store.lookBackMillis());
  }

  @Override
  public Listing list() {
    if (!firstDone) {
      return first();
    }
    Found found = new Found(store, clock.millis());
    everywhere(
        () -> {
          pollActive(found);
          inBackground(found);
        });
    return listing(found, standsFor(found.begunAt));
  }

  boolean isFirstDone() {
    return firstDone;
  }

  /**
   * Work beside a queue that tells of new objects: sweeps, and accounts and Regions that appear.
   */
  void beside(Found found, boolean alsoPoll) {
    everywhere(
        () -> {
          if (alsoPoll) {
            pollActive(found);
          }
          inBackground(found);
        });
  }

  Listing listing(Found found, long standsFor) {
    return found.listing(true, standsFor, problems(), forgetBefore());
  }

  // --- the first look -----------------------------------------------------------------------

  private Listing first() {
    long begunAt = firstBegunAt == null ? clock.millis() : firstBegunAt;
    Found found = new Found(store, begunAt);
    boolean reached =
        everywhere(
            () -> {
              if (firstBegunAt == null) {
                firstBegunAt = begunAt;
                beginFirst(found);
              }
              while (!firstVisits.isEmpty() && !found.isFull()) {
                if (firstVisits.getFirst().step(found)) {
                  firstVisits.removeFirst();
                }
              }
            });
    if (!reached) {
      // from the start again; what was found is known by then
      firstVisits.clear();
      firstBegunAt = null;
      return found.listing(true, LaneState.NEVER, problems(), LaneState.NEVER);
    }
    if (!firstVisits.isEmpty()) {
      return found.listing(false, LaneState.NEVER, Map.of(), LaneState.NEVER);
    }
    firstDone = true;
    return listing(found, standsFor(begunAt));
  }

  private void beginFirst(Found found) throws Unlistable {
    toItsEnd(new Search(found.begunAt), found);
    for (LaneState state : lanes.values()) {
      firstVisits.add(sweep(state, found.begunAt));
    }
  }

  // --- a look -------------------------------------------------------------------------------

  private interface Looking {
    void look() throws Unlistable;
  }

  /** Whether the bucket answered; if not, the root is what fails. */
  private boolean everywhere(Looking looking) {
    String root = store.root();
    try {
      looking.look();
      if (!NO_LOGS.equals(faults.get(root))) {
        faults.remove(root);
      }
      return true;
    } catch (Unlistable e) {
      faults.put(root, e.reason);
      return false;
    }
  }

  private static void toItsEnd(Work work, Found found) throws Unlistable {
    boolean done;
    do {
      done = work.step(found);
    } while (!done);
  }

  private void pollActive(Found found) throws Unlistable {
    for (LaneState state : List.copyOf(lanes.values())) {
      if (state.isActive(found.begunAt)) {
        toItsEnd(newest(state, found.begunAt), found);
      }
    }
  }

  private void inBackground(Found found) throws Unlistable {
    queueWhatIsDue(found.begunAt);
    long active = lanes.values().stream().filter(s -> s.isActive(found.begunAt)).count();
    long most = active == 0 ? WITHOUT_LANES : Math.max(found.requests + 1, active * PER_LANE);
    while (!background.isEmpty() && found.requests < most && !found.isFull()) {
      Work work = background.removeFirst();
      boolean done = false;
      try {
        done = work.step(found);
      } catch (Unlistable e) {
        background.addFirst(work);
        throw e;
      }
      if (!done) {
        background.addLast(work);
      }
    }
  }

  private void queueWhatIsDue(long now) {
    if (!discovering && discoveredAt <= now - RENEW.toMillis()) {
      discovering = true;
      background.addFirst(new Search(now));
    }
    for (LaneState state : lanes.values()) {
      if (state.queued || !state.isOlder(state.triedAt, now, RENEW)) {
        continue;
      }
      if (state.isOlder(state.sweptAt, now, SWEEP)) {
        queue(state, sweep(state, now));
      } else if (!state.isActive(now)) {
        queue(state, newest(state, now));
      }
    }
  }

  private void queue(LaneState state, Visit visit) {
    state.queued = true;
    state.triedAt = visit.begunAt;
    if (state.sweptAt == LaneState.NEVER) {
      background.addFirst(visit);
    } else {
      background.addLast(visit);
    }
  }

  private Visit sweep(LaneState state, long now) {
    Instant from =
        Instant.ofEpochMilli(
            firstDone ? Math.max(sweepFrom, now - store.lookBackMillis()) : sweepFrom);
    return new Visit(state, bounded ? null : state.lane.beforeDay(from), now, true);
  }

  private Visit newest(LaneState state, long now) {
    Instant since = Instant.ofEpochMilli(Math.min(now, Math.max(state.lookedAt, sweepFrom)));
    return new Visit(state, state.lane.before(since.minus(state.lane.window())), now, false);
  }

  /** A walk over the keys of a lane. */
  private final class Visit implements Work {
    private final LaneState state;
    private final LaneCursor cursor;
    private final long begunAt;
    private final boolean sweep;

    Visit(LaneState state, @Nullable String after, long begunAt, boolean sweep) {
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
        faults.put(store.uri(prefix), e.reason);
        state.queued = false;
        return true;
      }
      if (!cursor.ended()) {
        return false;
      }
      faults.remove(store.uri(prefix));
      state.lookedAt = Math.max(state.lookedAt, begunAt);
      if (sweep) {
        state.sweptAt = begunAt;
        found.lookedThrough(prefix);
      }
      state.queued = false;
      return true;
    }
  }

  // --- accounts and Regions -----------------------------------------------------------------

  /** Looks for lanes that came and lanes that went. */
  private final class Search implements Work {
    private final Discovery discovery = new Discovery(store);
    private final long begunAt;
    private boolean whole = true;
    private boolean first = true;

    Search(long begunAt) {
      this.begunAt = begunAt;
    }

    @Override
    public boolean step(Found found) throws Unlistable {
      String folder = discovery.next();
      if (folder != null) {
        list(folder, found);
      }
      if (discovery.ended()) {
        finish(found);
      }
      return discovery.ended();
    }

    private void list(String folder, Found found) throws Unlistable {
      found.requests++;
      try {
        discovery.step(pages);
        faults.remove(store.uri(folder));
        found.lookedThrough(folder);
      } catch (Unlistable e) {
        if (e.everywhere || first) {
          throw e;
        }
        whole = false;
        faults.put(store.uri(folder), e.reason);
        discovery.skip();
      }
      first = false;
    }

    private void finish(Found found) {
      Set<String> now = new HashSet<>();
      for (Lane lane : discovery.lanes()) {
        now.add(lane.prefix());
        // nothing is said of the time between the search before this one and its first sweep
        lanes.computeIfAbsent(lane.prefix(), p -> new LaneState(lane, discoveredAt));
      }
      if (whole) {
        for (String prefix : List.copyOf(lanes.keySet())) {
          if (!now.contains(prefix)) {
            lanes.remove(prefix);
            faults.remove(store.uri(prefix));
            found.wentAway(prefix);
          }
        }
      }
      sayWhatIsMissing();
      discoveredAt = begunAt;
      discovering = false;
    }

    private void sayWhatIsMissing() {
      faults.values().removeIf(TOO_MANY::equals);
      if (discovery.leftOut() != null) {
        faults.put(store.uri(discovery.leftOut()), TOO_MANY);
      }
      if (lanes.isEmpty() && faults.isEmpty()) {
        faults.put(store.root(), NO_LOGS);
      } else if (!lanes.isEmpty()) {
        faults.remove(store.root(), NO_LOGS);
      }
    }
  }

  // --- what a listing says ------------------------------------------------------------------

  /** One reason for all lanes is a reason for the bucket: one gap, not one for each. */
  private SortedMap<String, String> problems() {
    Set<String> reasons = new HashSet<>();
    for (LaneState state : lanes.values()) {
      reasons.add(String.valueOf(faults.get(store.uri(state.lane.prefix()))));
    }
    boolean all = reasons.size() == 1 && lanes.size() > 1 && !reasons.contains("null");
    return all
        ? new TreeMap<>(Map.of(store.root(), reasons.iterator().next()))
        : new TreeMap<>(faults);
  }

  private long standsFor(long begunAt) {
    long standsFor = Math.min(begunAt, discoveredAt);
    for (LaneState state : lanes.values()) {
      if (!faults.containsKey(store.uri(state.lane.prefix()))) {
        standsFor = Math.min(standsFor, state.lookedAt);
      }
    }
    return standsFor;
  }

  private long forgetBefore() {
    long oldest = Long.MAX_VALUE;
    for (LaneState state : lanes.values()) {
      if (state.sweptAt != LaneState.NEVER && !faults.containsKey(store.uri(state.lane.prefix()))) {
        oldest = Math.min(oldest, state.sweptAt);
      }
    }
    return oldest == Long.MAX_VALUE ? LaneState.NEVER : oldest - VISIBLE_AFTER;
  }

  @Override
  public void close() {
    pages.close();
  }
}
