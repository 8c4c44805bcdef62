package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.core.rollup.MonthRollup;
import dev.landfall.core.rollup.ProbeSamples;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes the tables that compaction derives from sealed days of calls.
 *
 * <p>Shape: hours have a file per day, days and latencies a file per month, which is written anew
 * with the other days' rows as they were. The file of hours stands for the day: where it is named,
 * the day's rows in the files of the month are those of the day's calls. The tables by month are
 * added up from these rows in the same swap.
 */
final class RollupCalls {
  private static final List<LakeTable> BY_MONTH =
      List.of(LakeTable.CALLS_DAILY, LakeTable.LATENCY_DAILY);

  private static final List<LakeTable> MONTHS =
      List.of(LakeTable.CALLS_MONTHLY, LakeTable.LATENCY_MONTHLY);

  private static final Set<String> INPUTS = DayRollup.inputs();

  private final LakeFiles files;
  private final CompactionDisk disk;
  private final Manifest base;

  RollupCalls(LakeFiles files, CompactionDisk disk, Manifest base) {
    this.files = files;
    this.disk = disk;
    this.base = base;
  }

  /** Sealed days whose calls have not been counted, month by month. */
  static List<SortedSet<LocalDate>> wanting(Manifest manifest) {
    SortedSet<LocalDate> days = new TreeSet<>();
    manifest.files(LakeTable.CALLS).forEach(file -> days.add(LocalDate.parse(file.dt())));
    for (DataFile file : manifest.files(LakeTable.CALLS)) {
      if (!file.sealed()) {
        days.remove(LocalDate.parse(file.dt()));
      }
    }
    manifest.files(LakeTable.CALLS_HOURLY).forEach(f -> days.remove(LocalDate.parse(f.dt())));
    return List.copyOf(byMonth(days).values());
  }

  /** Months with counted days that nobody has added up: those of an older build. */
  static SortedSet<LocalDate> wantingSums(Manifest manifest) {
    SortedSet<LocalDate> months = new TreeSet<>();
    for (DataFile file : manifest.files(LakeTable.CALLS_HOURLY)) {
      months.add(LocalDate.parse(file.dt()).withDayOfMonth(1));
    }
    manifest.files(LakeTable.CALLS_MONTHLY).forEach(f -> months.remove(LocalDate.parse(f.dt())));
    return months;
  }

  /** Adds up the days of a month as they were counted. */
  void addUp(LocalDate month, Rewrite rewrite) throws IOException {
    SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> days = new TreeMap<>();
    for (LakeTable table : BY_MONTH) {
      days.put(table, MonthFile.rows(files, base, table, month, Set.of()));
    }
    try (LakeWriter writer = disk.writer(true)) {
      addUp(month, days, Set.of(), writer, rewrite);
    }
  }

  /**
   * Counts days anew.
   *
   * @param calls the files of a day's calls, one row per call
   */
  void run(SortedSet<LocalDate> days, Function<LocalDate, List<DataFile>> calls, Rewrite rewrite)
      throws IOException {
    for (SortedSet<LocalDate> month : byMonth(days).values()) {
      month(month, calls, rewrite);
    }
  }

  /** Takes the counts of days away, for what they were made of changes. */
  static void forget(Manifest base, Set<LocalDate> days, Rewrite rewrite) {
    for (DataFile file : base.files(LakeTable.CALLS_HOURLY)) {
      if (days.contains(LocalDate.parse(file.dt()))) {
        rewrite.replacesDerived(file);
      }
    }
  }

  /**
   * Takes the counts of all days that are not kept away. Of a month whose first days leave, the
   * other days' rows stay as they are and are added up anew; files of that month that others count
   * are taken away, for them to make again.
   */
  void removeBefore(KeptSpan kept, Rewrite rewrite) throws IOException {
    LocalDate month = kept.from().withDayOfMonth(1);
    for (LakeTable table : LakeTable.values()) {
      if (KeptSpan.countsCalls(table)) {
        base.files(table).stream()
            .filter(file -> leaves(table, LocalDate.parse(file.dt()), kept))
            .forEach(rewrite::replacesDerived);
      }
    }
    SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> days = new TreeMap<>();
    boolean parted = false;
    for (LakeTable table : BY_MONTH) {
      SortedMap<LocalDate, List<byte[]>> rows = MonthFile.rows(files, base, table, month, Set.of());
      parted |= !rows.headMap(kept.from()).isEmpty();
      days.put(table, new TreeMap<>(rows.tailMap(kept.from())));
    }
    if (!parted) {
      return;
    }
    try (LakeWriter writer = disk.writer(true)) {
      for (Map.Entry<LakeTable, SortedMap<LocalDate, List<byte[]>>> table : days.entrySet()) {
        MonthFile.replace(base, table.getKey(), month, rewrite);
        MonthFile.write(table.getValue(), writer, rewrite);
      }
      addUp(month, days, Set.of(), writer, rewrite);
    }
  }

  private static boolean leaves(LakeTable counts, LocalDate dt, KeptSpan kept) {
    if (!counts.dayColumn().equals("month_at")) {
      return dt.isBefore(kept.from());
    }
    boolean parted = BY_MONTH.contains(counts) || MONTHS.contains(counts);
    return parted ? dt.isBefore(kept.from().withDayOfMonth(1)) : !kept.holdsAllOf(dt);
  }

  private void month(
      SortedSet<LocalDate> days, Function<LocalDate, List<DataFile>> calls, Rewrite rewrite)
      throws IOException {
    forget(base, days, rewrite);
    ProbeSamples probes = probes(days);
    SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> kept = new TreeMap<>();
    for (LakeTable table : BY_MONTH) {
      kept.put(table, MonthFile.keep(files, base, table, days, rewrite));
    }
    try (LakeWriter writer = disk.writer(true)) {
      for (LocalDate day : days) {
        for (LakeRow row : count(day, probes, calls.apply(day)).rows()) {
          SortedMap<LocalDate, List<byte[]>> month = kept.get(row.table());
          if (month == null) {
            writer.append(row);
          } else {
            month.computeIfAbsent(day, unused -> new ArrayList<>()).add(row.encode());
          }
        }
        rewrite.added.addAll(writer.seal().files());
      }
      for (SortedMap<LocalDate, List<byte[]>> month : kept.values()) {
        MonthFile.write(month, writer, rewrite);
      }
      addUp(days.first().withDayOfMonth(1), kept, days, writer, rewrite);
    }
  }

  /**
   * Writes the tables by month.
   *
   * @param rows of the days, in the tables by day; those of days that no longer count are left out
   * @param anew days that are counted in this rewrite
   */
  private void addUp(
      LocalDate month,
      SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> rows,
      Set<LocalDate> anew,
      LakeWriter writer,
      Rewrite rewrite)
      throws IOException {
    Set<LocalDate> counted = new TreeSet<>(anew);
    base.files(LakeTable.CALLS_HOURLY).forEach(file -> counted.add(LocalDate.parse(file.dt())));
    for (LakeTable table : MONTHS) {
      MonthFile.replace(base, table, month, rewrite);
      MonthRollup sums = new MonthRollup(month, table);
      for (Map.Entry<LocalDate, List<byte[]>> day :
          rows.getOrDefault(MonthRollup.daysOf(table), new TreeMap<>()).entrySet()) {
        if (counted.contains(day.getKey())) {
          day.getValue().forEach(row -> sums.add(LakeRow.decode(row)));
        }
      }
      for (LakeRow row : sums.rows()) {
        writer.append(row);
      }
    }
    rewrite.added.addAll(writer.seal().files());
  }

  private DayRollup count(LocalDate day, ProbeSamples probes, List<DataFile> calls)
      throws IOException {
    DayRollup rollup = new DayRollup(day, probes);
    for (DataFile file : calls) {
      try (RowFileReader reader =
          new RowFileReader(
              files, LakeTable.CALLS, file.path(), column -> INPUTS.contains(column.name()))) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          rollup.add(LakeRow.decode(row));
        }
      }
    }
    return rollup;
  }

  /** The samples of these days and of one to each side: a sample and its call are seconds apart. */
  private ProbeSamples probes(SortedSet<LocalDate> days) throws IOException {
    ProbeSamples samples = new ProbeSamples();
    for (DataFile file : base.files(LakeTable.PROBES)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (day.isBefore(days.first().minusDays(1)) || day.isAfter(days.last().plusDays(1))) {
        continue;
      }
      try (RowFileReader reader =
          new RowFileReader(
              files,
              LakeTable.PROBES,
              file.path(),
              column -> ProbeSamples.INPUTS.contains(column.name()))) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          samples.add(LakeRow.decode(row));
        }
      }
    }
    return samples;
  }

  private static SortedMap<LocalDate, SortedSet<LocalDate>> byMonth(Set<LocalDate> days) {
    SortedMap<LocalDate, SortedSet<LocalDate>> months = new TreeMap<>();
    for (LocalDate day : days) {
      months.computeIfAbsent(day.withDayOfMonth(1), unused -> new TreeSet<>()).add(day);
    }
    return months;
  }
}
