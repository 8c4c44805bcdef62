package dev.landfall.ingest.generate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sums that a right reader of the generated logs must arrive at.
 *
 * <p>Shape: sums only, so memory does not grow with the calls; quota minutes grow with the span. A
 * record counts once as witness per call and kind, its copies are duplicates. Threads: confined.
 */
final class Truth {
  long calls;
  long witnesses;
  long duplicates;
  long addenda;
  long changes;
  long rejected;
  long breachCalls;
  long throttled;
  final SortedMap<String, Long> pairing = new TreeMap<>();
  final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  final SortedMap<String, Long> ignored = new TreeMap<>();
  final SortedMap<String, Long> planted = new TreeMap<>();
  final SortedMap<String, SortedSet<String>> findings = new TreeMap<>();
  final SortedMap<String, SortedSet<String>> changesByKind = new TreeMap<>();
  final SortedSet<Path> damaged = new TreeSet<>();
  final List<LaneSums> lanes = new ArrayList<>();
  final List<Episode> episodes = new ArrayList<>();
  private final QuotaTruth quotas = new QuotaTruth();
  private final IdentityHashMap<Lane, LaneSums> byLane = new IdentityHashMap<>();
  private final TrueRates rates = new TrueRates();
  private final TrueFallbacks fallbacks =
      new TrueFallbacks(identity -> found("client-fallback", identity));

  /** The sums of one lane. */
  static final class LaneSums {
    final Lane lane;
    final boolean exposed;
    final Map<Verdict, Map<String, long[]>> flows = new EnumMap<>(Verdict.class);
    final Map<Long, long[]> quota = new HashMap<>();

    LaneSums(Lane lane) {
      this.lane = lane;
      this.exposed = lane.policy().limited() && lane.kind().profile() && !staysInside(lane);
    }
  }

  /** Positions in the sums of a flow. */
  static final int CALLS = 0;

  static final int INPUT = 1;
  static final int OUTPUT = 2;
  static final int CACHE_READ = 3;
  static final int CACHE_WRITE = 4;
  static final int BURN = 5;

  /** Positions in the sums of a quota minute. */
  static final int SETTLED = 0;

  static final int REQUESTS = 1;
  static final int THROTTLED = 2;

  Truth() {
    for (String rule :
        List.of(
            "residency-breach",
            "residency-unproven",
            "profile-exposure",
            "workload-unclassified",
            "outside-catalogue",
            "catalogue-gap",
            "quota-pressure",
            "throttle-ratio")) {
      findings.put(rule, new TreeSet<>());
    }
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, 0L);
    }
    List.of("BOTH", "TRAIL_ONLY", "LOG_ONLY").forEach(label -> pairing.put(label, 0L));
  }

  void call(CallPlan plan) {
    TrueCall call = TrueCall.of(plan);
    LaneSums sums = byLane.get(plan.lane);
    if (sums == null) {
      sums = new LaneSums(plan.lane);
      byLane.put(plan.lane, sums);
      lanes.add(sums);
    }
    calls++;
    pairing.merge(call.pairing(), 1L, Long::sum);
    verdicts.merge(call.verdict(), 1L, Long::sum);
    if (plan.planted != null) {
      planted.merge(plan.planted, 1L, Long::sum);
    }
    throttled += call.throttled() ? 1 : 0;
    flow(sums, call);
    quota(sums, call);
    quotas.call(call);
    judge(sums, call);
    rates.call(call);
    fallbacks.call(call);
  }

  /** All calls are told: what only shows over time. */
  void finish() {
    rates.slow(identity -> found("latency-regression", identity));
    rates.drifted(identity -> found("region-mix-drift", identity));
    fallbacks.finish();
  }

  /** When all calls are told: which rows come too close to these quotas, or are throttled. */
  void judgeQuotas(List<QuotaRow> applied) {
    findings.put("quota-pressure", quotas.pressed(applied));
    findings.put("throttle-ratio", quotas.throttled());
  }

  /** The most that the busiest row settled in a minute. */
  long busiest() {
    long busiest = 0;
    for (LaneSums sums : lanes) {
      if (sums.lane.equals(Lanes.BUSY)) {
        for (long[] minute : sums.quota.values()) {
          busiest = Math.max(busiest, minute[SETTLED]);
        }
      }
    }
    return busiest;
  }

  void change(Side side) {
    changes++;
    changesByKind
        .computeIfAbsent(side.kind().reason, kind -> new TreeSet<>())
        .add(side.account() + '|' + side.region());
  }

  long records() {
    long all = witnesses + duplicates + addenda + changes + rejected;
    for (long count : ignored.values()) {
      all += count;
    }
    return all;
  }

  private static void flow(LaneSums sums, TrueCall call) {
    String region = call.ranIn() == null ? "" : call.ranIn();
    long[] flow =
        sums.flows
            .computeIfAbsent(call.verdict(), v -> new HashMap<>())
            .computeIfAbsent(region, r -> new long[6]);
    flow[CALLS]++;
    if (call.tokensSaid()) {
      flow[INPUT] += call.plan().input;
      flow[OUTPUT] += call.plan().output;
      flow[CACHE_READ] += call.cacheSaid() ? call.plan().cacheRead : 0;
      flow[CACHE_WRITE] += call.cacheSaid() ? call.plan().cacheWrite : 0;
      flow[BURN] += call.settled();
    }
  }

  private static void quota(LaneSums sums, TrueCall call) {
    if (call.quotaRow() == null) {
      return;
    }
    long[] end = minute(sums, call.completedMs());
    end[SETTLED] += call.settled();
    long[] start = minute(sums, call.startedMs());
    start[REQUESTS]++;
    start[THROTTLED] += call.throttled() ? 1 : 0;
  }

  private static long[] minute(LaneSums sums, long ms) {
    return sums.quota.computeIfAbsent(Math.floorDiv(ms, 60_000L), m -> new long[3]);
  }

  private void judge(LaneSums sums, TrueCall call) {
    Lane lane = sums.lane;
    Workload workload = lane.policy();
    if (workload.id().equals(Workload.UNMATCHED)) {
      found("workload-unclassified", lane.account(), lane.role());
    }
    String profile = lane.profile();
    if (profile != null && !call.completionOnly()) {
      catalogue(lane, profile, call);
    }
    if (!workload.limited()) {
      return;
    }
    SortedSet<String> outside = new TreeSet<>(call.named());
    outside.add(lane.source()); // prompts enter there
    outside.removeIf(workload::allows);
    for (String region : outside) {
      found("residency-breach", lane.account(), workload.id(), used(lane), region);
    }
    breachCalls += outside.isEmpty() ? 0 : 1;
    boolean unproven =
        call.verdict() == Verdict.UNKNOWN
            || call.verdict() == Verdict.CONFLICT
            || call.verdict() == Verdict.BOUNDED && sums.exposed;
    if (unproven) {
      found("residency-unproven", lane.account(), workload.id(), used(lane));
    }
    if (sums.exposed) {
      found("profile-exposure", lane.account(), workload.id(), used(lane));
    }
  }

  private void catalogue(Lane lane, String profile, TrueCall call) {
    if (!Atlas.knows(profile)) { // nobody has said what an application profile leads to
      found("catalogue-gap", profile);
    }
    Set<String> routes = Atlas.destinations(profile, lane.source());
    if (routes != null && call.verdict().observed() && !routes.containsAll(call.named())) {
      call.named()
          .forEach(
              region ->
                  found("outside-catalogue", lane.account(), lane.workload(), profile, region));
    }
  }

  private static boolean staysInside(Lane lane) {
    String profile = lane.profile();
    Set<String> routes = profile == null ? null : Atlas.destinations(profile, lane.source());
    return routes != null && routes.stream().allMatch(lane.policy()::allows);
  }

  private static String used(Lane lane) {
    String profile = lane.profile();
    return profile == null ? lane.trailId() : profile;
  }

  private void found(String rule, String... identity) {
    findings.computeIfAbsent(rule, r -> new TreeSet<>()).add(String.join("|", identity));
  }
}
