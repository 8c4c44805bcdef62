package dev.landfall.ingest.s3;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a bucket: its lanes, how far each has been read, and what cannot be listed.
 *
 * <p>Units: epoch milliseconds. Threads: its lister's.
 */
final class BucketView {
  static final String NO_LOGS = "no logs in AWS's layout";

  /** An object may become visible that long after its last-modified time (replication). */
  static final long VISIBLE_AFTER = Duration.ofDays(1).toMillis();

  private final BucketStore store;
  private final SortedMap<String, LaneState> lanes = new TreeMap<>();
  private final SortedMap<String, String> faults = new TreeMap<>();

  /** Begin of the last search for accounts and Regions that came to its end. */
  long searchedAt = LaneState.NEVER;

  BucketView(BucketStore store) {
    this.store = store;
  }

  // --- lanes --------------------------------------------------------------------------------

  List<LaneState> lanes() {
    return List.copyOf(lanes.values());
  }

  List<LaneState> active(long now) {
    return lanes.values().stream().filter(lane -> lane.isActive(now)).toList();
  }

  /** A search has found these lanes. {@code whole}: there are no others. */
  void searched(Collection<Lane> now, boolean whole, long begunAt, Found found) {
    Set<String> there = new HashSet<>();
    for (Lane lane : now) {
      there.add(lane.prefix());
      // nothing is said of the time between the search before this one and its first sweep
      lanes.computeIfAbsent(lane.prefix(), p -> new LaneState(lane, searchedAt));
    }
    for (String prefix : List.copyOf(lanes.keySet())) {
      if (whole && !there.contains(prefix)) {
        lanes.remove(prefix);
        listed(prefix);
        found.wentAway(prefix);
      }
    }
    searchedAt = begunAt;
    sayWhetherEmpty();
  }

  private void sayWhetherEmpty() {
    if (!lanes.isEmpty()) {
      faults.remove(store.root(), NO_LOGS);
    } else if (faults.isEmpty()) {
      faults.put(store.root(), NO_LOGS);
    }
  }

  // --- what cannot be listed ----------------------------------------------------------------

  void failed(String prefix, String reason) {
    faults.put(store.uri(prefix), reason);
  }

  void listed(String prefix) {
    faults.remove(store.uri(prefix));
  }

  /** The bucket has answered. */
  void answered() {
    if (!NO_LOGS.equals(faults.get(store.root()))) {
      faults.remove(store.root());
    }
  }

  void noLonger(String reason) {
    faults.values().removeIf(reason::equals);
  }

  private boolean isListed(LaneState lane) {
    return !faults.containsKey(store.uri(lane.lane.prefix()));
  }

  // --- what a listing says ------------------------------------------------------------------

  /** One reason for all lanes is a reason for the bucket: one gap, not one for each. */
  SortedMap<String, String> problems() {
    Set<String> reasons = new HashSet<>();
    for (LaneState lane : lanes.values()) {
      reasons.add(faults.getOrDefault(store.uri(lane.lane.prefix()), ""));
    }
    SortedMap<String, String> problems = new TreeMap<>();
    if (lanes.size() > 1 && reasons.size() == 1 && !reasons.contains("")) {
      problems.put(store.root(), reasons.iterator().next());
    } else {
      problems.putAll(faults);
    }
    return problems;
  }

  long standsFor(long begunAt) {
    return lanes.values().stream()
        .filter(this::isListed)
        .mapToLong(lane -> lane.lookedAt)
        .reduce(Math.min(begunAt, searchedAt), Math::min);
  }

  long forgetBefore() {
    return lanes.values().stream()
        .filter(lane -> lane.sweptAt != LaneState.NEVER && isListed(lane))
        .mapToLong(lane -> lane.sweptAt - VISIBLE_AFTER)
        .min()
        .orElse(LaneState.NEVER);
  }
}
