package dev.landfall.core.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the workload of a call under one policy. Thread-confined: it remembers answers.
 *
 * <p>Callers write request metadata and only the invocation log carries it, so a workload with a
 * metadata condition is taken only where it allows no more and forbids no less than what the call
 * would get without any such workload.
 */
public final class WorkloadFinder {
  private static final int REMEMBERED = 1 << 16;

  private final List<Compiled> workloads = new ArrayList<>();
  private final Workload unclassified;
  private final Countries countries;
  private final Map<Caller, Found> memory = new HashMap<>();

  private record Caller(
      String account,
      @Nullable String principal,
      @Nullable String modelId,
      @Nullable String model) {}

  private final Set<String> excepted = new HashSet<>();

  /** The workload without metadata, and the stricter ones that metadata may still select. */
  private record Found(Workload base, List<Compiled> stricter) {}

  private record Compiled(
      Workload workload,
      List<Glob> accounts,
      List<Glob> principals,
      List<Glob> models,
      Map<String, Glob> metadata) {}

  public WorkloadFinder(Policy policy, Countries countries) {
    this.countries = countries;
    policy.exceptions().forEach(exception -> excepted.add(exception.workload()));
    this.unclassified = Workload.unclassified(policy.defaultAllowed());
    for (Workload workload : policy.workloads()) {
      workloads.add(compile(workload));
    }
  }

  /**
   * The workload, or the default one where none matches.
   *
   * @param modelId as the caller wrote it
   * @param model base model id where it is known
   */
  public Workload find(
      String account,
      @Nullable String principal,
      @Nullable String modelId,
      @Nullable String model,
      Map<String, String> metadata) {
    Caller caller = new Caller(account, principal, modelId, model);
    Found found = memory.get(caller);
    if (found == null) {
      if (memory.size() >= REMEMBERED) {
        memory.clear();
      }
      found = search(caller);
      memory.put(caller, found);
    }
    for (Compiled stricter : found.stricter()) {
      if (metadataMatches(stricter, metadata)) {
        return stricter.workload();
      }
    }
    return found.base();
  }

  private Found search(Caller caller) {
    List<Compiled> conditional = new ArrayList<>();
    Workload base = unclassified;
    for (Compiled candidate : workloads) {
      if (!callerMatches(candidate, caller)) {
        continue;
      }
      if (candidate.metadata().isEmpty()) {
        base = candidate.workload();
        break;
      }
      conditional.add(candidate);
    }
    Workload without = base;
    conditional.removeIf(candidate -> !stricter(candidate.workload(), without));
    return new Found(base, List.copyOf(conditional));
  }

  private boolean stricter(Workload candidate, Workload base) {
    // An exception would excuse what the narrower limits forbid, so it makes a workload laxer.
    return candidate.allowed().within(base.allowed(), countries)
        && candidate.forbidProfiles().containsAll(base.forbidProfiles())
        && !excepted.contains(candidate.id());
  }

  private static boolean callerMatches(Compiled c, Caller caller) {
    return any(c.accounts(), caller.account(), null)
        && any(c.principals(), caller.principal(), null)
        && any(c.models(), caller.modelId(), caller.model());
  }

  private static boolean metadataMatches(Compiled c, Map<String, String> metadata) {
    for (Map.Entry<String, Glob> condition : c.metadata().entrySet()) {
      String value = metadata.get(condition.getKey());
      if (value == null || !condition.getValue().matches(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Glob> globs, @Nullable String text, @Nullable String other) {
    if (globs.isEmpty()) {
      return true;
    }
    for (Glob glob : globs) {
      if (text != null && glob.matches(text) || other != null && glob.matches(other)) {
        return true;
      }
    }
    return false;
  }

  private static Compiled compile(Workload workload) {
    Match match = workload.match();
    Map<String, Glob> metadata = new HashMap<>();
    match.metadata().forEach((key, value) -> metadata.put(key, Glob.of(value)));
    return new Compiled(
        workload,
        match.accounts().stream().map(Glob::of).toList(),
        match.principals().stream().map(Glob::of).toList(),
        match.models().stream().map(Glob::of).toList(),
        metadata);
  }
}
