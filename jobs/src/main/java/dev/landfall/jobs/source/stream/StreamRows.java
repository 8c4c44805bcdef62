package dev.landfall.jobs.source.stream;

import java.util.List;

/** What rows of {@code objects} that tell of a stream have in common. */
final class StreamRows {
  /** Columns that are added up when rows are put together. */
  static final List<String> COUNTS =
      List.of(
          "size_bytes",
          "raw_bytes",
          "records",
          "witness_records",
          "addendum_records",
          "change_records",
          "ignored_records",
          "rejected_records");

  /** Between a shard and the sequence number, in places and rows. */
  static final char NUMBER = '#';

  private StreamRows() {}
}
