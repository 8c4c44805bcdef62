package dev.landfall.reports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.landfall.reports.totals.LeftCalls;
import dev.landfall.reports.totals.RecordSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param changesSeen changes of logging and profiles
 * @param left calls of the window that have left the lake by retention; null: none has
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
  "changes_seen",
  "left_by_retention"
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
    long changesSeen,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("left_by_retention")
        @Nullable LeftCalls left) {

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
    if (left != null && left.asked()) {
      gaps.add(left.text());
    }
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

  /** The same, of a report that looks at calls of a second window too. */
  public Coverage alsoMissing(@Nullable LeftCalls other) {
    boolean more = other != null && other.asked() && (left == null || !left.asked());
    return new Coverage(
        calls,
        observedCalls,
        probeCalls,
        probesIncluded,
        pairing,
        verdicts,
        objects,
        records,
        ignoredReasons,
        rejectReasons,
        hoursWithoutFiles,
        unattributed,
        changesSeen,
        more ? other : left);
  }

  private static void add(List<String> gaps, long n, String one, String many) {
    if (n > 0) {
      gaps.add(String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many));
    }
  }
}
