package dev.landfall.reports.totals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.landfall.core.lake.Manifest;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Where every record read went, over the whole lake.
 *
 * <p>The two sides come from different tables: what was read from {@code objects}; witnesses,
 * duplicates and addenda from {@code calls}, rejected from {@code rejects}, late from {@code late}.
 * So an object counted twice or a call lost shows. Ignored records and changes leave no row of
 * their own each, so these two are the objects' counts.
 *
 * @param duplicates copies of a witness or a correction beyond the first
 * @param changes records of logging and profile changes, repeats included
 * @param canaries records of planted breaches, which stand in {@code canaries} and nowhere else
 * @param unwritten records of calls that are not in the lake yet: a watched lake shows a call when
 *     nothing is awaited or after ten minutes. Counted only as far as objects first seen in the
 *     last eleven minutes with unsettled events can explain it; what they cannot explain does not
 *     tie
 * @param removed records of calls and late witnesses whose days have left the lake by retention, as
 *     they were counted then. What came later for such a day was kept out and may be one of these
 *     read again, so it is counted only as far as objects say that more was read
 */
@JsonPropertyOrder({
  "records_read",
  "bytes_read",
  "witnesses",
  "duplicates",
  "addenda",
  "changes",
  "ignored",
  "rejected",
  "late",
  "canaries",
  "unwritten",
  "removed",
  "accounted",
  "ties"
})
public record RecordSums(
    long recordsRead,
    long bytesRead,
    long witnesses,
    long duplicates,
    long addenda,
    long changes,
    long ignored,
    long rejected,
    long late,
    long canaries,
    long unwritten,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long removed) {
  public static final Sql QUERY = Sql.of(RecordSums.class, "records");
  static final Sql REMOVED = Sql.of(RecordSums.class, "removed");

  /** Reads the sums; the calls must be those of the whole lake. */
  public static RecordSums read(LakeSession session, CallCounts calls) {
    Instant asOf = session.lake().asOf();
    Row row =
        session.rows(QUERY, (asOf == null ? Instant.EPOCH : asOf).atOffset(ZoneOffset.UTC)).get(0);
    long removed = removed(session, read(row, calls, 0, 0));
    RecordSums sums = read(row, calls, 0, removed);
    boolean live = isLive(session.lake().manifest());
    long missing = sums.recordsRead() - sums.accounted();
    boolean recent = live && missing > 0 && missing <= row.count("recent");
    return recent ? read(row, calls, missing, removed) : sums;
  }

  /** Between what has left, and that with all that was kept out since, as objects ask for. */
  private static long removed(LakeSession session, RecordSums without) {
    if (session.lake().manifest().kept().isEmpty()) {
      return 0;
    }
    Row row = session.rows(REMOVED).get(0);
    long least = row.count("records");
    long missing = without.recordsRead() - without.accounted();
    return Math.max(least, Math.min(missing, least + row.count("again")));
  }

  /** A watched lake is written while calls are open; a replay's is whole from the start. */
  private static boolean isLive(Manifest manifest) {
    return manifest.checkpoint() > 0 && !manifest.writer().equals("replay");
  }

  private static RecordSums read(Row row, CallCounts calls, long unwritten, long removed) {
    return new RecordSums(
        row.count("records_read"),
        row.count("bytes_read"),
        calls.witnesses(),
        calls.duplicates(),
        calls.addenda(),
        row.count("changes"),
        row.count("ignored"),
        row.count("rejected"),
        row.count("late"),
        row.count("canaries"),
        unwritten,
        removed);
  }

  /** The right side of the equation. */
  @JsonProperty
  public long accounted() {
    return witnesses
        + duplicates
        + addenda
        + changes
        + ignored
        + rejected
        + late
        + canaries
        + unwritten
        + removed;
  }

  /** Whether every record read is accounted for, once. */
  @JsonProperty
  public boolean ties() {
    return recordsRead == accounted();
  }
}
