package dev.landfall.reports.totals;

import dev.landfall.reports.Verdicts;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.Map;

/**
 * Calls of a window by pairing and by verdict; every name is there, none counts 0.
 *
 * @param breachCalls calls that are ground of a residency breach
 */
public record CallCounts(
    long calls, Map<String, Long> pairing, Map<String, Long> verdicts, long breachCalls) {
  public static final Sql QUERY = Sql.of(CallCounts.class, "calls");

  public static CallCounts read(LakeSession session) {
    Map<String, Long> pairing = Verdicts.none(Verdicts.PAIRINGS);
    Map<String, Long> verdicts = Verdicts.none(Verdicts.ALL);
    long calls = 0;
    long breaches = 0;
    for (Row row : session.windowed(QUERY)) {
      long n = row.count("calls");
      calls += n;
      breaches += row.count("breach_calls");
      pairing.merge(String.valueOf(row.text("pairing")), n, Long::sum);
      verdicts.merge(String.valueOf(row.text("verdict")), n, Long::sum);
    }
    return new CallCounts(calls, pairing, verdicts, breaches);
  }

  /** Calls whose Region a log names. */
  public long observed() {
    return verdicts.entrySet().stream()
        .filter(entry -> Verdicts.observed(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
