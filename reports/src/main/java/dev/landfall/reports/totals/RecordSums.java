package dev.landfall.reports.totals;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;

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
    long late) {
  public static final Sql QUERY = Sql.of(RecordSums.class, "records");

  /** Reads the sums; the calls must be those of the whole lake. */
  public static RecordSums read(LakeSession session, CallCounts calls) {
    Row row = session.rows(QUERY).get(0);
    return new RecordSums(
        row.count("records_read"),
        row.count("bytes_read"),
        calls.witnesses(),
        calls.duplicates(),
        calls.addenda(),
        row.count("changes"),
        row.count("ignored"),
        row.count("rejected"),
        row.count("late"));
  }

  /** The right side of the equation. */
  @JsonProperty
  public long accounted() {
    return witnesses + duplicates + addenda + changes + ignored + rejected + late;
  }

  /** Whether every record read is accounted for, once. */
  @JsonProperty
  public boolean ties() {
    return recordsRead == accounted();
  }
}
