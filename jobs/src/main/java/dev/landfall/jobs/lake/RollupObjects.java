package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.core.rollup.ObjectDay;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the source objects of settled days, so that a reader need not look at a million of them.
 *
 * <p>Shape: a counted day's file of objects is marked sealed in the swap that names its counts. A
 * row of one of its objects may still come under any later day, for a reader that lost its state
 * reads anew: so the keys are kept, and readers look their newest rows up in them. A day that
 * shares an object with another counted day stays uncounted.
 */
final class RollupObjects {
  private static final List<LakeTable> DERIVED =
      List.of(LakeTable.OBJECTS_DAILY, LakeTable.OBJECT_KEYS);

  private final LakeFiles files;
  private final CompactionDisk disk;
  private final Manifest base;

  RollupObjects(LakeFiles files, CompactionDisk disk, Manifest base) {
    this.files = files;
    this.disk = disk;
    this.base = base;
  }

  /** Settled days with one file of objects that nobody has counted, month by month. */
  static List<SortedSet<LocalDate>> wanting(Manifest manifest, CompactionPlan plan) {
    SortedMap<LocalDate, SortedSet<LocalDate>> months = new TreeMap<>();
    Set<LocalDate> seen = new HashSet<>();
    Set<LocalDate> several = new HashSet<>();
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (!seen.add(day)) {
        several.add(day);
      }
    }
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (!file.sealed() && !several.contains(day) && plan.settled(day)) {
        months.computeIfAbsent(day.withDayOfMonth(1), unused -> new TreeSet<>()).add(day);
      }
    }
    return List.copyOf(months.values());
  }

  /** Counts days of one month; the rewrite is empty if none of them can be. */
  Rewrite run(SortedSet<LocalDate> days) throws IOException {
    Rewrite rewrite = new Rewrite();
    Set<Long> taken = keys(days);
    SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> months = new TreeMap<>();
    List<DataFile> counted = new ArrayList<>();
    for (DataFile file : base.files(LakeTable.OBJECTS)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (!days.contains(day)) {
        continue;
      }
      ObjectDay objects = read(day, file);
      if (takeAll(objects.keys(), taken)) {
        counted.add(file);
        for (LakeRow row : objects.rows()) {
          months
              .computeIfAbsent(row.table(), unused -> new TreeMap<>())
              .computeIfAbsent(day, unused -> new ArrayList<>())
              .add(row.encode());
        }
      }
    }
    if (!counted.isEmpty()) {
      write(days, months, rewrite);
      counted.forEach(file -> seal(file, rewrite));
    }
    return rewrite;
  }

  /** False, and nothing taken, if one of them is taken already. */
  private static boolean takeAll(long[] keys, Set<Long> taken) {
    Set<Long> ours = new HashSet<>();
    for (long key : keys) {
      if (taken.contains(key) || !ours.add(key)) {
        return false;
      }
    }
    return taken.addAll(ours) || ours.isEmpty();
  }

  /** Keys of all other counted days. */
  private Set<Long> keys(Set<LocalDate> without) throws IOException {
    Set<Long> keys = new HashSet<>();
    for (DataFile file : base.files(LakeTable.OBJECT_KEYS)) {
      try (RowFileReader reader = new RowFileReader(files, LakeTable.OBJECT_KEYS, file.path())) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          LakeRow key = LakeRow.decode(row);
          if (!without.contains(DayRollup.dayOf(key))) {
            keys.add((Long) key.get("object_key"));
          }
        }
      }
    }
    return keys;
  }

  private ObjectDay read(LocalDate day, DataFile file) throws IOException {
    ObjectDay objects = new ObjectDay(day);
    try (RowFileReader reader = new RowFileReader(files, LakeTable.OBJECTS, file.path())) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        objects.add(LakeRow.decode(row));
      }
    }
    return objects;
  }

  private void write(
      SortedSet<LocalDate> days,
      SortedMap<LakeTable, SortedMap<LocalDate, List<byte[]>>> months,
      Rewrite rewrite)
      throws IOException {
    try (LakeWriter writer = disk.writer(true)) {
      for (LakeTable table : DERIVED) {
        SortedMap<LocalDate, List<byte[]>> month =
            MonthFile.keep(files, base, table, days, rewrite);
        month.putAll(months.getOrDefault(table, new TreeMap<>()));
        MonthFile.write(month, writer, rewrite);
      }
    }
  }

  /** The same file under the same name, now known to hold one row per key. */
  private static void seal(DataFile file, Rewrite rewrite) {
    rewrite.replacesDerived(file);
    rewrite.added.add(
        new DataFileAdded(
            LakeTable.OBJECTS,
            new DataFile(file.path(), file.dt(), file.rows(), file.bytes(), true)));
  }
}
