package dev.landfall.reports.totals;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.landfall.reports.Outcome;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Sql;
import java.util.Map;

/**
 * Every number of {@code replay --json} that the lake holds, over the whole lake.
 *
 * <p>Shape: keys as {@code replay --json} names them, in this order; maps have a fixed key order
 * and {@code pairing} and {@code verdicts} name every value. The times of the run are the command's
 * to add. A number that every replay of the same input repeats; none comes from a clock.
 *
 * @param bytesRead bytes after decompression
 * @param ignored records set aside, by reason
 * @param canaryRecords records of planted breaches; they are in no other number but {@code
 *     recordsRead}
 * @param findings findings by rule: open ones and episodes that have ended, not those taken back
 * @param breachCalls calls that are ground of a residency breach
 * @param gaps source objects or folders that could not be read, or not whole
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonPropertyOrder({
  "records_read",
  "bytes_read",
  "calls",
  "pairing",
  "verdicts",
  "duplicates",
  "ignored",
  "rejected",
  "late",
  "canary_records",
  "addenda",
  "changes",
  "witnesses",
  "findings",
  "breach_calls",
  "gaps",
  "removed",
  "ties"
})
public record ReplayTotals(
    long recordsRead,
    long bytesRead,
    long calls,
    Map<String, Long> pairing,
    Map<String, Long> verdicts,
    long duplicates,
    Map<String, Long> ignored,
    long rejected,
    long late,
    long canaryRecords,
    long addenda,
    long changes,
    long witnesses,
    Map<String, Long> findings,
    long breachCalls,
    long gaps,
    @JsonIgnore RecordSums records) {
  private static final String EVIDENCE_GAP = "evidence-gap";

  static final Sql IGNORED = Sql.of(ReplayTotals.class, "ignored");
  static final Sql FINDINGS = Sql.of(ReplayTotals.class, "findings");
  static final Sql GAPS = Sql.of(ReplayTotals.class, "gaps");

  public static ReplayTotals of(Lake lake) {
    try (LakeSession session = lake.session(Window.all())) {
      CallCounts calls = CallCounts.readAll(session);
      RecordSums sums = RecordSums.read(session, calls);
      return new ReplayTotals(
          sums.recordsRead(),
          sums.bytesRead(),
          calls.calls(),
          calls.pairing(),
          calls.verdicts(),
          sums.duplicates(),
          ignored(session),
          sums.rejected(),
          sums.late(),
          sums.canaries(),
          sums.addenda(),
          sums.changes(),
          sums.witnesses(),
          NamedCounts.of(session.rows(FINDINGS)),
          calls.breachCalls(),
          session.rows(GAPS).get(0).count("gaps"),
          sums);
    }
  }

  /** Records set aside by reason, over the whole lake. */
  public static Map<String, Long> ignored(LakeSession session) {
    return NamedCounts.of(session.rows(IGNORED));
  }

  /** What the replay comes to; sums that do not tie are missing something too. */
  @JsonIgnore
  public Outcome outcome() {
    return Outcome.of(
        rejected > 0 || gaps > 0 || late > 0 || found(EVIDENCE_GAP) || !ties(),
        findings.keySet().stream().anyMatch(this::found));
  }

  private boolean found(String rule) {
    return findings.getOrDefault(rule, 0L) > 0;
  }

  /** Records of days that retention leaves out of the lake; not shown where there are none. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public long removed() {
    return records.removed();
  }

  /** Whether every record read is accounted for, once. */
  @JsonProperty
  public boolean ties() {
    return records.ties();
  }
}
