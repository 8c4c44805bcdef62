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
import java.util.Map;
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
 * shares an object with another counted day is not counted, but named, so that the lesser row of
 * the two can be taken away. Held in memory: the keys of the days asked for, eight bytes each;
 * those of all other days stream by.
 */
final class RollupObjects {
  private final LakeFiles files;
  private final CompactionDisk disk;
  private final Manifest base;
  private final Set<LocalDate> counted;

  /**
   * What became of the days of a month.
   *
   * @param rewrite empty if none of them could be counted
   * @param sharing days left uncounted, and the days they share an object with
   */
  record Outcome(Rewrite rewrite, SortedSet<LocalDate> sharing) {}

  RollupObjects(LakeFiles files, CompactionDisk disk, Manifest base) {
    this.files = files;
    this.disk = disk;
    this.base = base;
    this.counted = counted(base);
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
    Set<LocalDate> counted = counted(manifest);
    for (LocalDate day : seen) {
      if (!counted.contains(day) && !several.contains(day) && plan.settled(day)) {
        months.computeIfAbsent(day.withDayOfMonth(1), unused -> new TreeSet<>()).add(day);
      }
    }
    return List.copyOf(months.values());
  }

  /** Days of which the counts stand, where there are any: all their objects are sealed. */
  private static Set<LocalDate> counted(Manifest manifest) {
    Set<LocalDate> counted = new HashSet<>();
    manifest.files(LakeTable.OBJECTS).forEach(file -> counted.add(LocalDate.parse(file.dt())));
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      if (!file.sealed()) {
        counted.remove(LocalDate.parse(file.dt()));
      }
    }
    return counted;
  }

  /** Counts days of one month. */
  Outcome run(SortedSet<LocalDate> days) throws IOException {
    SortedMap<LocalDate, DataFile> asked = new TreeMap<>();
    for (DataFile file : base.files(LakeTable.OBJECTS)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (days.contains(day)) {
        asked.put(day, file);
      }
    }
    ObjectKeys keys = new ObjectKeys();
    SortedMap<LocalDate, List<LakeRow>> counts = new TreeMap<>();
    for (Map.Entry<LocalDate, DataFile> each : asked.entrySet()) {
      ObjectDay objects = read(each.getKey(), each.getValue());
      counts.put(each.getKey(), objects.counts());
      keys.add(each.getKey(), objects.keys());
    }
    eachKey(keys::meet);
    counts.keySet().removeAll(keys.sharing());
    asked.keySet().retainAll(counts.keySet());
    Rewrite rewrite = new Rewrite();
    if (!counts.isEmpty()) {
      write(days, counts, keys, rewrite);
      asked.values().forEach(file -> seal(file, rewrite));
    }
    return new Outcome(rewrite, keys.sharing());
  }

  private interface KeyVisitor {
    void visit(LocalDate day, long key);
  }

  /** Keys of all counted days. */
  private void eachKey(KeyVisitor visitor) throws IOException {
    for (DataFile file : base.files(LakeTable.OBJECT_KEYS)) {
      try (RowFileReader reader = new RowFileReader(files, LakeTable.OBJECT_KEYS, file.path())) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          LakeRow key = LakeRow.decode(row);
          LocalDate day = DayRollup.dayOf(key);
          if (counted.contains(day) && key.get("object_key") instanceof Long number) {
            visitor.visit(day, number);
          }
        }
      }
    }
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
      SortedMap<LocalDate, List<LakeRow>> counts,
      ObjectKeys keys,
      Rewrite rewrite)
      throws IOException {
    try (LakeWriter writer = disk.writer(true)) {
      SortedMap<LocalDate, List<byte[]>> month =
          MonthFile.keep(files, base, LakeTable.OBJECTS_DAILY, days, rewrite);
      month.keySet().retainAll(counted);
      counts.forEach(
          (day, rows) -> {
            List<byte[]> coded = new ArrayList<>();
            rows.forEach(row -> coded.add(row.encode()));
            month.put(day, coded);
          });
      MonthFile.write(month, writer, rewrite);
      writeKeys(counts.keySet(), keys, writer, rewrite);
    }
  }

  /** The month's keys by day: the counted days' in their places among those that stay. */
  private void writeKeys(Set<LocalDate> anew, ObjectKeys keys, LakeWriter writer, Rewrite rewrite)
      throws IOException {
    TreeSet<LocalDate> waiting = new TreeSet<>(anew);
    LocalDate month = waiting.first().withDayOfMonth(1);
    MonthFile.replace(base, LakeTable.OBJECT_KEYS, month, rewrite);
    for (DataFile file : MonthFile.ofMonth(base, LakeTable.OBJECT_KEYS, month)) {
      try (RowFileReader reader = new RowFileReader(files, LakeTable.OBJECT_KEYS, file.path())) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          LocalDate day = DayRollup.dayOf(LakeRow.decode(row));
          while (!waiting.isEmpty() && waiting.first().isBefore(day)) {
            writeKeys(waiting.pollFirst(), keys, writer);
          }
          if (counted.contains(day)) {
            writer.append(row);
          }
        }
      }
    }
    while (!waiting.isEmpty()) {
      writeKeys(waiting.pollFirst(), keys, writer);
    }
    rewrite.added.addAll(writer.seal().files());
  }

  private static void writeKeys(LocalDate day, ObjectKeys keys, LakeWriter writer)
      throws IOException {
    for (long key : keys.of(day)) {
      writer.append(ObjectDay.keyRow(day, key));
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
