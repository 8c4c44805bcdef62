package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every version of a policy, in the order in which they came into force. Never empty. */
public final class PolicyHistory implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Policy> versions;
  private final SortedSet<String> metadataKeys;

  public PolicyHistory(List<Policy> versions) {
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a policy history wants at least one version, got none");
    }
    List<Policy> ordered = new ArrayList<>(versions);
    ordered.sort(Comparator.comparingLong(Policy::effectiveFrom));
    for (int i = 1; i < ordered.size(); i++) {
      Policy before = ordered.get(i - 1);
      Policy after = ordered.get(i);
      if (before.effectiveFrom() == after.effectiveFrom()) {
        throw new IllegalArgumentException(
            "policy versions '%s' and '%s' are effective from the same time"
                .formatted(before.version(), after.version()));
      }
    }
    SortedSet<String> keys = new TreeSet<>();
    ordered.forEach(p -> p.workloads().forEach(w -> keys.addAll(w.match().metadata().keySet())));
    this.versions = List.copyOf(ordered);
    this.metadataKeys = Collections.unmodifiableSortedSet(keys);
  }

  /** A policy under which nothing is limited: every call is unclassified and may run anywhere. */
  public static PolicyHistory open() {
    return new PolicyHistory(
        List.of(
            new Policy(
                "none",
                0,
                Places.anywhere(),
                List.of(),
                List.of(),
                Thresholds.defaults(),
                List.of())));
  }

  public List<Policy> versions() {
    return versions;
  }

  /** The version in force at that time; before the first one, the first. */
  public Policy at(long epochMillis) {
    for (int i = versions.size() - 1; i > 0; i--) {
      if (versions.get(i).effectiveFrom() <= epochMillis) {
        return versions.get(i);
      }
    }
    return versions.get(0);
  }

  /** The times at which what {@link #at} gives, or what an exception covers, may change. */
  public SortedSet<Long> changes() {
    SortedSet<Long> changes = new TreeSet<>();
    for (Policy policy : versions) {
      changes.add(policy.effectiveFrom());
      for (PolicyException exception : policy.exceptions()) {
        changes.add(exception.firstMilli());
        changes.add(exception.endMilli());
      }
    }
    return changes;
  }

  /** Latency objectives by workload, milliseconds, of the newest version; those that have one. */
  public SortedMap<String, Long> objectives() {
    SortedMap<String, Long> objectives = new TreeMap<>();
    for (Workload workload : versions.get(versions.size() - 1).workloads()) {
      Long p95Ms = workload.p95Ms();
      if (p95Ms != null) {
        objectives.put(workload.id(), p95Ms);
      }
    }
    return Collections.unmodifiableSortedMap(objectives);
  }

  /** Keys of request metadata that any version matches on; no other key is ever kept. */
  public SortedSet<String> metadataKeys() {
    return metadataKeys;
  }
}
