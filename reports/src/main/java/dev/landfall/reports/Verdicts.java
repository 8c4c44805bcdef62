package dev.landfall.reports;

import dev.landfall.core.judge.Verdict;
import dev.landfall.core.pairing.PairingLabel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The verdicts and pairings in the order in which every report lists them. */
public final class Verdicts {
  public static final List<String> ALL =
      Arrays.stream(Verdict.values()).map(Verdict::name).toList();

  public static final List<String> PAIRINGS =
      Arrays.stream(PairingLabel.values()).map(PairingLabel::name).toList();

  private static final Set<String> OBSERVED =
      Arrays.stream(Verdict.values())
          .filter(Verdict::observed)
          .map(Verdict::name)
          .collect(Collectors.toSet());

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
