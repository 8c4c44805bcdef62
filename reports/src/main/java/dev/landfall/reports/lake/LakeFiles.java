package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.Window;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files of a table a reader opens, and which of them need de-duplication.
 *
 * <p>Derived tables are opened whole here; reports read them by {@link SessionFiles}. A row of a
 * call or a quota minute stays within a day of its rivals, so of these tables only the days of the
 * window and one to each side are opened, and days are sealed one by one. The other tables are
 * small and their rows may move further (a finding's first ground can change by weeks), so they are
 * opened whole and de-duplicated unless every file is sealed and there is one day.
 *
 * @param sealed one row per key: read as they are
 * @param tail several rows per key may stand in them
 */
record LakeFiles(List<String> sealed, List<String> tail) {
  private static final Set<LakeTable> KEPT_BY_DAY =
      EnumSet.of(LakeTable.CALLS, LakeTable.QUOTA_MINUTES);

  static LakeFiles of(Path lake, Manifest manifest, LakeTable table, Window window) {
    List<DataFile> files = manifest.files(table);
    if (table.derived()) {
      return new LakeFiles(files.stream().map(file -> path(lake, file)).toList(), List.of());
    }
    boolean byDay = KEPT_BY_DAY.contains(table);
    Set<LocalDate> unsealed = new HashSet<>();
    Set<LocalDate> days = new HashSet<>();
    for (DataFile file : files) {
      days.add(LocalDate.parse(file.dt()));
      if (!file.sealed()) {
        unsealed.add(LocalDate.parse(file.dt()));
      }
    }
    List<String> sealed = new ArrayList<>();
    List<String> tail = new ArrayList<>();
    for (DataFile file : files) {
      LocalDate day = LocalDate.parse(file.dt());
      if (byDay && !window.mayHold(day)) {
        continue;
      }
      boolean settled = byDay ? !nearAny(unsealed, day) : unsealed.isEmpty() && days.size() == 1;
      (settled ? sealed : tail).add(path(lake, file));
    }
    return new LakeFiles(List.copyOf(sealed), List.copyOf(tail));
  }

  /** Whether a window decides which of its files are opened. */
  static boolean keptByDay(LakeTable table) {
    return KEPT_BY_DAY.contains(table);
  }

  int count() {
    return sealed.size() + tail.size();
  }

  private static boolean nearAny(Set<LocalDate> unsealed, LocalDate day) {
    return unsealed.contains(day)
        || unsealed.contains(day.minusDays(1))
        || unsealed.contains(day.plusDays(1));
  }

  /**
   * The file as a text. DuckDB takes a name that exists as it stands, so letters that could be a
   * pattern do no harm; where it does not exist, a pattern still cannot leave the lake's folder.
   */
  static String path(Path lake, DataFile file) {
    Path resolved = lake.resolve(file.path()).normalize();
    if (!resolved.startsWith(lake)) {
      throw new LakeUnavailable(lake, "the manifest names a file outside the lake: " + file.path());
    }
    return resolved.toString();
  }
}
