package dev.landfall.reports.latency;

import dev.landfall.reports.Window;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a latency report is asked beside its window.
 *
 * @param earlier window to compare the report's with; null: none
 * @param pair two profiles or models to compare; null: none
 * @param objectives milliseconds by workload, of the policy
 * @param objectiveMs for workloads without one, and for the probe; null: none
 */
public record LatencyOptions(
    @Nullable Window earlier,
    @Nullable Pair pair,
    Map<String, Long> objectives,
    @Nullable Long objectiveMs) {

  /** Two profile or model ids, as callers write them. */
  public record Pair(String first, String second) {

    /** Reads {@code ONE,OTHER}. */
    public static Pair of(String text) {
      String[] ids = text.split(",", -1);
      if (ids.length != 2 || ids[0].isBlank() || ids[1].isBlank() || ids[0].equals(ids[1])) {
        throw new IllegalArgumentException(
            "'%s' is not two different profile or model ids with a comma between".formatted(text));
      }
      return new Pair(ids[0].strip(), ids[1].strip());
    }
  }

  /** Reads an objective in milliseconds; null stays null. */
  public static @Nullable Long objective(@Nullable String text, String name) {
    if (text == null) {
      return null;
    }
    try {
      long ms = Long.parseLong(text);
      if (ms > 0) {
        return ms;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s '%s' is not a whole number of milliseconds".formatted(name, text), e);
    }
    throw new IllegalArgumentException("%s '%s' is not above 0 milliseconds".formatted(name, text));
  }

  public LatencyOptions {
    if (earlier != null && pair != null) {
      throw new IllegalArgumentException("windows or profiles are compared, not both at once");
    }
    objectives = Map.copyOf(objectives);
  }

  public static LatencyOptions none() {
    return new LatencyOptions(null, null, Map.of(), null);
  }

  /** Whether any call may be held to an objective. */
  boolean hasObjectives() {
    return objectiveMs != null || !objectives.isEmpty();
  }

  /** The objective of a workload; null: it has none. */
  @Nullable Long objective(@Nullable String workload) {
    Long own = workload == null ? null : objectives.get(workload);
    return own == null ? objectiveMs : own;
  }
}
