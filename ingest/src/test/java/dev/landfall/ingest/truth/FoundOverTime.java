package dev.landfall.ingest.truth;

import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.fallback.CallerTable;
import dev.landfall.core.detect.fallback.CallerWatch;
import dev.landfall.core.detect.fallback.ClientFallback;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.mix.RegionMixDrift;
import dev.landfall.core.judge.CallRates;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.pairing.Errors;
import dev.landfall.core.policy.PolicyHistory;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ids of the findings of rules that look at many calls, by rule, without an engine. */
final class FoundOverTime {
  private final Map<String, EpisodeTable> minutes = new HashMap<>();
  private final Map<String, Ground> identities = new HashMap<>();
  private final Map<String, CallerTable> callers = new HashMap<>();
  private final Map<String, Judgement> anyCall = new HashMap<>();
  private final Map<String, Set<String>> ids = new TreeMap<>();

  static Map<String, Set<String>> in(Collection<Judgement> judged, PolicyHistory policy) {
    FoundOverTime found = new FoundOverTime();
    judged.forEach(found::add);
    found.episodes(policy);
    found.fallbacks();
    return found.ids;
  }

  private void add(Judgement j) {
    String account = j.call().key().account();
    String workload = j.workload().id();
    long[] mix = CallRates.mix(j);
    if (mix != null) {
      add(CallRates.mixIdentity(account, workload), j, mix);
    }
    long[] latency = CallRates.latency(j);
    if (latency != null) {
      String region = Objects.requireNonNull(j.inferenceRegion());
      boolean streaming = j.facts().streaming();
      add(CallRates.latencyIdentity(account, workload, region, streaming), j, latency);
    }
    String role = ClassificationRule.role(j.facts().principal());
    String source = j.facts().sourceRegion();
    if (role != null && source != null) {
      String caller = account + '|' + workload + '|' + role;
      anyCall.put(caller, j);
      callers
          .computeIfAbsent(caller, c -> new CallerTable())
          .add(
              source,
              Math.floorDiv(j.facts().calledAt(), 1000L),
              1,
              Errors.throttled(j.facts().errorCode()) ? 1 : 0);
    }
  }

  private void add(Ground identity, Judgement j, long[] figures) {
    identities.put(identity.findingId(), identity);
    minutes
        .computeIfAbsent(identity.findingId(), id -> new EpisodeTable())
        .add(j.facts().calledAt(), figures);
  }

  private void episodes(PolicyHistory policy) {
    minutes.forEach(
        (id, table) -> {
          Ground identity = Objects.requireNonNull(identities.get(id));
          EpisodeRule rule =
              identity.rule().equals(LatencyRegression.ID)
                  ? new LatencyRegression()
                  : new RegionMixDrift(policy, Objects.requireNonNull(identity.workload()));
          if (!table.episodes(rule, Long.MAX_VALUE).isEmpty()) {
            found(identity);
          }
        });
  }

  private void fallbacks() {
    callers.forEach(
        (caller, table) -> {
          CallerWatch watch = new CallerWatch();
          watch.addAll(table);
          Judgement j = Objects.requireNonNull(anyCall.get(caller));
          for (CallerWatch.Change change : watch.look(Long.MAX_VALUE)) {
            found(
                ClientFallback.ground(
                    j.call().key().account(), j.workload().id(), change.fallback()));
          }
        });
  }

  private void found(Ground ground) {
    ids.computeIfAbsent(ground.rule(), rule -> new TreeSet<>()).add(ground.findingId());
  }
}
