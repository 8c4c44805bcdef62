package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.ingest.config.Units;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the lake by retention, or may not enter it, counted as rows of {@code removals}.
 *
 * <p>Shape: fed whole files; a row per table and day comes out. Of a call its copies are counted,
 * of late witnesses each once: that is how they stood in the sum of all records read.
 */
final class RemovalAccount {
  private static final int COPIES = LakeTable.CALLS.indexOf("copies");

  private final LakeFiles files;
  private final SortedMap<LakeTable, SortedMap<LocalDate, Sum>> sums = new TreeMap<>();
  private final Set<ByteBuffer> lateMet = new HashSet<>();

  private static final class Sum {
    private long rows;
    private long bytes;
    private @Nullable Long records;
  }

  /** How rows came to be out of the lake; {@code id} is what stands in the table. */
  enum Act {
    REMOVED("removed"),
    LEFT_OUT("left-out"),
    KEPT_OUT("kept-out");

    private final String id;

    Act(String id) {
      this.id = id;
    }
  }

  /**
   * By what right.
   *
   * @param keep the retention; null: a job goes by the days that have left
   */
  record Ground(Act act, KeptSpan kept, @Nullable Duration keep, @Nullable Long asOf) {}

  RemovalAccount(LakeFiles files) {
    this.files = files;
  }

  boolean isEmpty() {
    return sums.isEmpty();
  }

  void add(LakeTable table, DataFile file) throws IOException {
    Sum sum =
        sums.computeIfAbsent(table, unused -> new TreeMap<>())
            .computeIfAbsent(LocalDate.parse(file.dt()), unused -> new Sum());
    sum.rows += file.rows();
    sum.bytes += file.bytes();
    Long records =
        switch (table) {
          case CALLS -> (Long) copies(file);
          case LATE -> (Long) late(file);
          default -> null;
        };
    if (records != null) {
      sum.records = (sum.records == null ? 0 : sum.records) + records;
    }
  }

  private long copies(DataFile file) throws IOException {
    RowCursor cursor = new RowCursor();
    long copies = 0;
    try (RowFileReader reader =
        new RowFileReader(
            files, LakeTable.CALLS, file.path(), column -> column.name().equals("copies"))) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        copies += cursor.numberOf(row, COPIES);
      }
    }
    return copies;
  }

  private long late(DataFile file) throws IOException {
    SortKey identity = SortKey.identity(LakeTable.LATE);
    long witnesses = 0;
    try (RowFileReader reader = new RowFileReader(files, LakeTable.LATE, file.path())) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        witnesses += lateMet.add(ByteBuffer.wrap(identity.of(row))) ? 1 : 0;
      }
    }
    return witnesses;
  }

  /**
   * The rows, in the order of table and day.
   *
   * @param generation of the lake that they are of
   * @param version of the lake that stands
   */
  List<LakeRow> rows(Ground ground, long generation, long version, Instant now) {
    List<LakeRow> rows = new ArrayList<>();
    for (Map.Entry<LakeTable, SortedMap<LocalDate, Sum>> table : sums.entrySet()) {
      for (Map.Entry<LocalDate, Sum> day : table.getValue().entrySet()) {
        rows.add(
            new LakeRow(LakeTable.REMOVALS)
                .setMillis("month_at", millis(day.getKey().withDayOfMonth(1)))
                .set("generation", generation)
                .set("act", ground.act().id)
                .set("of_table", table.getKey().id())
                .setMillis("day_at", millis(day.getKey()))
                .set("lake_version", version)
                .set("row_count", day.getValue().rows)
                .set("stored_bytes", day.getValue().bytes)
                .set("records", day.getValue().records)
                .setMillis("kept_from_at", millis(ground.kept().from()))
                .set("retention", ground.keep() == null ? null : Units.text(ground.keep()))
                .setMillis("as_of_at", ground.asOf())
                .setMillis("done_at", now.toEpochMilli()));
      }
    }
    return rows;
  }

  /** Writes the rows into files of their own; no file where there are none. */
  List<DataFileAdded> write(Ground ground, long generation, Manifest base, Instant now)
      throws IOException {
    try (LakeWriter writer = new LakeWriter(files, WriterOptions.defaults())) {
      for (LakeRow row : rows(ground, generation, base.version(), now)) {
        writer.append(row);
      }
      return writer.seal().files();
    }
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
