package dev.landfall.ingest.generate;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which callers went to a second Region after a throttle, by the words of the rule and nothing of
 * the product.
 *
 * <p>Shape: what is kept is bounded by twenty minutes of seconds; calls come in the order in which
 * they were made, give or take the longest call.
 */
final class TrueFallbacks {
  private static final long WITHIN = 60;
  private static final long STEADY = 900;
  private static final long KEPT = 1_200;

  /** No call is dated later than its start by more. */
  private static final long LONGEST = 60;

  private final Consumer<String> found;
  private final Map<String, Caller> callers = new HashMap<>();
  private final ArrayDeque<Made> undecided = new ArrayDeque<>();

  private record Made(String who, String region, long second) {}

  private static final class Caller {
    private final TreeMap<String, TreeSet<Long>> called = new TreeMap<>();
    private final TreeMap<String, TreeSet<Long>> throttled = new TreeMap<>();
  }

  TrueFallbacks(Consumer<String> found) {
    this.found = found;
  }

  void call(TrueCall call) {
    Lane lane = call.plan().lane;
    String who = lane.account() + '|' + lane.workload() + '|' + lane.role();
    long second = Math.floorDiv(call.calledMs(), 1000L);
    Caller caller = callers.computeIfAbsent(who, w -> new Caller());
    caller.called.computeIfAbsent(lane.source(), r -> new TreeSet<>()).add(second);
    if (call.throttled()) {
      caller.throttled.computeIfAbsent(lane.source(), r -> new TreeSet<>()).add(second);
    }
    undecided.add(new Made(who, lane.source(), second));
    decide(Math.floorDiv(call.plan().startMs, 1000L) - LONGEST);
  }

  /** Nothing more is to come. */
  void finish() {
    decide(Long.MAX_VALUE);
  }

  private void decide(long before) {
    while (!undecided.isEmpty() && undecided.peek().second < before) {
      Made made = undecided.poll();
      Caller caller = callers.get(made.who);
      if (caller != null) {
        decide(made, caller);
        caller.called.values().forEach(s -> s.headSet(made.second - KEPT).clear());
        caller.throttled.values().forEach(s -> s.headSet(made.second - KEPT).clear());
      }
    }
  }

  private void decide(Made made, Caller caller) {
    String by = null;
    long latest = Long.MIN_VALUE;
    TreeSet<Long> here = caller.called.getOrDefault(made.region, new TreeSet<>());
    for (Map.Entry<String, TreeSet<Long>> other : caller.throttled.entrySet()) {
      if (other.getKey().equals(made.region)) {
        continue;
      }
      for (long throttle : other.getValue().subSet(made.second - WITHIN, true, made.second, true)) {
        Long before = here.lower(throttle);
        if (throttle > latest && (before == null || before < throttle - STEADY)) {
          latest = throttle;
          by = other.getKey();
        }
      }
    }
    if (by != null) {
      String[] who = made.who.split("\\|", -1);
      found.accept(who[0] + '|' + who[1] + '|' + made.region + "|after a throttle in " + by);
    }
  }
}
