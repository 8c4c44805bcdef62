package dev.landfall.core.judge;

import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.policy.Glob;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers apart only as far as rules do: by role, and by which patterns of the policy match.
 *
 * <p>Shape: session names make thousands of principals out of one role, and no rule but a pattern
 * looks at them. Threads: confined to one, for it remembers principals.
 */
final class Callers {
  private static final int REMEMBERED = 1 << 15;
  private static final Caller UNNAMED = new Caller(null, null, new BitSet());

  private final List<Glob> patterns = new ArrayList<>();
  private final Map<String, Caller> known = new HashMap<>();
  private final Map<Caller, Caller> alike = new HashMap<>();

  /**
   * All principals that no rule tells from {@code principal}.
   *
   * @param role the principal without its session; null: not said
   * @param principal one of them as it was said; not part of equality
   * @param matched which of the policy's patterns match
   */
  record Caller(@Nullable String role, @Nullable String principal, BitSet matched) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Caller that
              && Objects.equals(role, that.role)
              && matched.equals(that.matched);
    }

    @Override
    public int hashCode() {
      return role == null ? 0 : role.hashCode();
    }
  }

  Callers(PolicyHistory policies) {
    SortedSet<String> texts = new TreeSet<>();
    for (Policy policy : policies.versions()) {
      for (Workload workload : policy.workloads()) {
        texts.addAll(workload.match().principals());
      }
    }
    texts.forEach(text -> patterns.add(Glob.of(text)));
  }

  Caller of(@Nullable String principal) {
    if (principal == null) {
      return UNNAMED;
    }
    Caller caller = known.get(principal);
    if (caller == null) {
      caller = tell(principal);
      if (known.size() >= REMEMBERED) {
        known.clear();
        alike.clear();
      }
      known.put(principal, caller);
    }
    return caller;
  }

  private Caller tell(String principal) {
    BitSet matched = new BitSet();
    for (int i = 0; i < patterns.size(); i++) {
      matched.set(i, patterns.get(i).matches(principal));
    }
    Caller caller = new Caller(ClassificationRule.role(principal), principal, matched);
    Caller before = alike.putIfAbsent(caller, caller);
    return before == null ? caller : before;
  }
}
