package dev.landfall.reports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.landfall.reports.totals.RecordSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a report rests on, and what it could not see. Every report carries it.
 *
 * <p>Calls, objects and surfaces are those of the window; records are those of the whole lake, for
 * only there does every record read have to be accounted for. Maps have a fixed key order.
 *
 * @param observedCalls calls whose Region a log names
 * @param probeCalls calls that the latency probe made
 * @param probesIncluded whether the probe's calls stand in the figures of this report
 * @param objects source objects by status: read, empty, damaged, unreadable
 * @param hoursWithoutFiles hours between the first and the last file of an account, Region and kind
 *     in which none came; a quiet hour has none either
 * @param unattributed uses of Bedrock that no log attributes to a Region, by surface
 * @param loggingChanges changes of logging and profiles
 */
@JsonPropertyOrder({
  "calls",
  "observed_calls",
  "probe_calls",
  "probes_included",
  "pairing",
  "verdicts",
  "objects",
  "records",
  "ignored_reasons",
  "reject_reasons",
  "hours_without_files",
  "unattributed",
  "changes_seen"
})
public record Coverage(
    long calls,
    long observedCalls,
    long probeCalls,
    boolean probesIncluded,
    Map<String, Long> pairing,
    Map<String, Long> verdicts,
    Map<String, Long> objects,
    RecordSums records,
    Map<String, Long> ignoredReasons,
    Map<String, Long> rejectReasons,
    long hoursWithoutFiles,
    Map<String, Long> unattributed,
    long changesSeen) {

  /** What is missing or damaged, in words; empty: nothing that we know of. */
  @JsonIgnore
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    add(
        gaps,
        objects.getOrDefault("unreadable", 0L),
        "object or folder could not be read",
        "objects or folders could not be read");
    add(
        gaps,
        objects.getOrDefault("damaged", 0L),
        "object was read in part",
        "objects were read in part");
    add(gaps, records.rejected(), "damaged record was set aside", "damaged records were set aside");
    add(
        gaps,
        records.late(),
        "record came too late to be merged yet",
        "records came too late to be merged yet");
    if (!records.ties()) {
      gaps.add(
          String.format(
              Locale.ROOT,
              "%,d records were read but %,d are accounted for",
              records.recordsRead(),
              records.accounted()));
    }
    return gaps;
  }

  private static void add(List<String> gaps, long n, String one, String many) {
    if (n > 0) {
      gaps.add(String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many));
    }
  }
}
