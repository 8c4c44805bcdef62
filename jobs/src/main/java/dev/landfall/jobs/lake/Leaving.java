package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Days that leave the lake by retention, in figures for people.
 *
 * @param keptFrom the first day of calls that is kept
 * @param firstDay the earliest day that leaves, of any table; {@code days}: how many there are
 * @param calls rows of calls; {@code rows}: of all tables, those made of others not counted
 * @param bytes of the files, as stored
 */
public record Leaving(
    LocalDate keptFrom, LocalDate firstDay, int days, long calls, long rows, long bytes) {

  /** What a compaction with these options would take out of the lake now; empty: nothing. */
  public static Optional<Leaving> of(LakePlace lake, CompactionOptions options, Clock clock)
      throws IOException {
    return DaysOut.of(new LakeStore(lake).latest(), options.keep(), clock.instant())
        .map(Leaving::of);
  }

  static Leaving of(DaysOut out) {
    SortedSet<LocalDate> days = new TreeSet<>();
    long calls = 0;
    long rows = 0;
    long bytes = 0;
    for (DataFileAdded each : out.files()) {
      DataFile file = each.file();
      days.add(LocalDate.parse(file.dt()));
      calls += each.table() == LakeTable.CALLS ? file.rows() : 0;
      rows += file.rows();
      bytes += file.bytes();
    }
    return new Leaving(out.kept().from(), days.first(), days.size(), calls, rows, bytes);
  }
}
