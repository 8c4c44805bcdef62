package dev.landfall.core.judge;

import dev.landfall.core.policy.Glob;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import java.util.BitSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells request metadata apart only as far as rules do: by which of the policy's conditions it
 * meets, for callers may write another value into every call.
 */
final class Labels {
  private static final Label NONE = new Label(Collections.emptySortedMap(), new BitSet());

  private final SortedMap<String, Glob[]> conditions = new TreeMap<>();

  /**
   * All metadata that no rule tells from {@code metadata}.
   *
   * @param metadata one such as it was said; not part of equality
   * @param met which of the policy's conditions it meets
   */
  record Label(SortedMap<String, String> metadata, BitSet met) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || other instanceof Label that && met.equals(that.met);
    }

    @Override
    public int hashCode() {
      return met.hashCode();
    }
  }

  Labels(PolicyHistory policies) {
    SortedMap<String, SortedSet<String>> texts = new TreeMap<>();
    for (Policy policy : policies.versions()) {
      for (Workload workload : policy.workloads()) {
        workload
            .match()
            .metadata()
            .forEach((key, glob) -> texts.computeIfAbsent(key, k -> new TreeSet<>()).add(glob));
      }
    }
    texts.forEach(
        (key, globs) -> conditions.put(key, globs.stream().map(Glob::of).toArray(Glob[]::new)));
  }

  Label of(SortedMap<String, String> metadata) {
    if (metadata.isEmpty()) {
      return NONE;
    }
    BitSet met = new BitSet();
    int number = 0;
    for (Map.Entry<String, Glob[]> each : conditions.entrySet()) {
      String value = metadata.get(each.getKey());
      for (Glob glob : each.getValue()) {
        met.set(number++, value != null && glob.matches(value));
      }
    }
    return new Label(metadata, met);
  }
}
