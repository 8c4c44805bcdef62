package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The file of a derived table that holds the days of a month, written anew when one changes. */
final class MonthFile {
  private MonthFile() {}

  /** Rows of the month's other days, which stay as they are; the month's file is to be replaced. */
  static SortedMap<LocalDate, List<byte[]>> keep(
      LakeFiles files,
      Manifest base,
      LakeTable table,
      SortedSet<LocalDate> without,
      Rewrite rewrite)
      throws IOException {
    LocalDate month = without.first().withDayOfMonth(1);
    replace(base, table, month, rewrite);
    return rows(files, base, table, month, without);
  }

  /** Takes the month's file of a table out of the lake. */
  static void replace(Manifest base, LakeTable table, LocalDate month, Rewrite rewrite) {
    ofMonth(base, table, month).forEach(rewrite::replacesDerived);
  }

  /** Rows of a month by their day, as they stand. */
  static SortedMap<LocalDate, List<byte[]>> rows(
      LakeFiles files, Manifest base, LakeTable table, LocalDate month, Set<LocalDate> without)
      throws IOException {
    SortedMap<LocalDate, List<byte[]>> rows = new TreeMap<>();
    for (DataFile file : ofMonth(base, table, month)) {
      read(files, table, file, without, rows);
    }
    return rows;
  }

  static List<DataFile> ofMonth(Manifest base, LakeTable table, LocalDate month) {
    return base.files(table).stream()
        .filter(file -> LocalDate.parse(file.dt()).equals(month))
        .toList();
  }

  private static void read(
      LakeFiles files,
      LakeTable table,
      DataFile file,
      Set<LocalDate> without,
      SortedMap<LocalDate, List<byte[]>> kept)
      throws IOException {
    try (RowFileReader reader = new RowFileReader(files, table, file.path())) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        LocalDate day = DayRollup.dayOf(LakeRow.decode(row));
        if (!without.contains(day)) {
          kept.computeIfAbsent(day, unused -> new ArrayList<>()).add(row);
        }
      }
    }
  }

  /** Writes the days in their order. */
  static void write(SortedMap<LocalDate, List<byte[]>> month, LakeWriter writer, Rewrite rewrite)
      throws IOException {
    for (List<byte[]> rows : month.values()) {
      for (byte[] row : rows) {
        writer.append(row);
      }
    }
    rewrite.added.addAll(writer.seal().files());
  }
}
