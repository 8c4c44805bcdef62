package dev.landfall.reports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The verdicts and pairings in the order in which every report lists them. */
public final class Verdicts {
  public static final List<String> ALL =
      List.of(
          "AGREED",
          "TRAIL_ONLY_NAMED",
          "LOG_ONLY_NAMED",
          "CONFLICT",
          "NOT_RUN",
          "BY_RULE",
          "BOUNDED",
          "UNKNOWN");

  public static final List<String> PAIRINGS = List.of("BOTH", "TRAIL_ONLY", "LOG_ONLY");

  private static final Set<String> OBSERVED =
      Set.of("AGREED", "TRAIL_ONLY_NAMED", "LOG_ONLY_NAMED");

  private Verdicts() {}

  /** Whether a log names the Region. Nothing else is called observed. */
  public static boolean observed(String verdict) {
    return OBSERVED.contains(verdict);
  }

  /** A count of none for every name, in order, to add to. */
  public static Map<String, Long> none(List<String> names) {
    Map<String, Long> counts = new LinkedHashMap<>();
    names.forEach(name -> counts.put(name, 0L));
    return counts;
  }
}
