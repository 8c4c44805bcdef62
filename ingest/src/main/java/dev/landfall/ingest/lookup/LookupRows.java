package dev.landfall.ingest.lookup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import org.jspecify.annotations.Nullable;

/** Rows of {@code objects} for spans of event history that brought no record. */
final class LookupRows {
  static final String EMPTY = "empty";
  static final String READ = "read";
  static final String UNREADABLE = "unreadable";

  private static final String[] COUNTS = {
    "size_bytes",
    "raw_bytes",
    "records",
    "witness_records",
    "addendum_records",
    "change_records",
    "ignored_records",
    "rejected_records"
  };

  private LookupRows() {}

  /**
   * A row without records.
   *
   * @param coversFrom epoch milliseconds
   * @param at when this came to be known
   */
  static LakeRow without(
      String uri, String status, @Nullable String reason, long coversFrom, long at, long revision) {
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", uri)
            .set("sha256", "")
            .set("status", status)
            .set("reason", reason)
            .set("ignored_reasons", "{}")
            .setMillis("covers_from_at", coversFrom)
            .setMillis("modified_at", at)
            .setMillis("first_seen_at", at)
            .set("revision", revision);
    for (String count : COUNTS) {
      row.set(count, 0L);
    }
    return row;
  }
}
