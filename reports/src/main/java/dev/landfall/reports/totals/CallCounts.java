package dev.landfall.reports.totals;

import dev.landfall.reports.Verdicts;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one pass over the calls of a window tells.
 *
 * <p>Shape: {@code pairing} and {@code verdicts} name every value, none counts 0; versions are
 * sorted.
 *
 * @param placement calls by what the policy says of where they went
 *     <p>Where the lake leaves the probe's calls out, so do all counts of calls here; the sums of
 *     records are over every call, for every record read has to be accounted for.
 * @param probeCalls calls of the window that the probe made, counted in or not
 * @param breachCalls calls that are ground of a residency breach
 * @param copies all records met, witnesses and corrections included
 * @param policyVersions versions of the policy by which the calls were judged
 */
public record CallCounts(
    long calls,
    long probeCalls,
    Map<String, Long> pairing,
    Map<String, Long> verdicts,
    Map<String, Long> placement,
    long breachCalls,
    long witnesses,
    long addenda,
    long copies,
    List<String> policyVersions,
    List<String> catalogueVersions) {
  public static final Sql QUERY = Sql.of(CallCounts.class, "calls");

  public static CallCounts read(LakeSession session) {
    return read(session, session.lake().includesProbes());
  }

  /** Counts the probe's calls as any other. */
  public static CallCounts readAll(LakeSession session) {
    return read(session, true);
  }

  private static CallCounts read(LakeSession session, boolean includingProbes) {
    List<Row> rows = session.windowed(QUERY);
    List<Row> probes = rows.stream().filter(CallCounts::probed).toList();
    List<Row> counted = rows.stream().filter(row -> includingProbes || !probed(row)).toList();
    return new CallCounts(
        sum(counted, "calls"),
        sum(probes, "calls"),
        by(counted, "pairing", Verdicts.none(Verdicts.PAIRINGS)),
        by(counted, "verdict", Verdicts.none(Verdicts.ALL)),
        by(counted, "placement", new TreeMap<>()),
        sum(counted, "breach_calls"),
        sum(rows, "witnesses"),
        sum(rows, "addenda"),
        sum(rows, "copies"),
        versions(rows, "policy_version"),
        versions(rows, "catalogue_version"));
  }

  private static boolean probed(Row row) {
    return Boolean.TRUE.equals(row.get("probed"));
  }

  /** Calls whose Region a log names. */
  public long observed() {
    return verdicts.entrySet().stream()
        .filter(entry -> Verdicts.observed(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Copies of a witness or a correction beyond the first. */
  public long duplicates() {
    return copies - witnesses - addenda;
  }

  private static long sum(List<Row> rows, String column) {
    return rows.stream().mapToLong(row -> row.count(column)).sum();
  }

  private static Map<String, Long> by(List<Row> rows, String column, Map<String, Long> counts) {
    for (Row row : rows) {
      counts.merge(String.valueOf(row.text(column)), row.count("calls"), Long::sum);
    }
    return counts;
  }

  private static List<String> versions(List<Row> rows, String column) {
    TreeSet<String> versions = new TreeSet<>();
    for (Row row : rows) {
      @Nullable String version = row.text(column);
      if (version != null) {
        versions.add(version);
      }
    }
    return List.copyOf(versions);
  }
}
