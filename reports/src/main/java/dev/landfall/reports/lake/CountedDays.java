package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which days of calls need not be looked at one by one, because compaction has counted them.
 *
 * <p>A day's counts hold while all its calls are sealed, nothing unsealed stands in it or beside
 * it, and no sample of the probe in these days has come since: any of them could change a call of
 * the day. Otherwise the day is read from its calls, as if it had never been counted.
 *
 * @param whole counted days that lie in the window from start to end
 * @param edges counted days of which the window holds a part
 * @param outside counted days beyond the window
 */
record CountedDays(SortedSet<LocalDate> whole, Set<LocalDate> edges, Set<LocalDate> outside) {

  static CountedDays of(Manifest manifest, Window window) {
    Set<LocalDate> counted = new HashSet<>();
    manifest.files(LakeTable.CALLS_HOURLY).forEach(file -> counted.add(day(file)));
    Set<LocalDate> sealed = new HashSet<>();
    manifest.files(LakeTable.CALLS).forEach(file -> sealed.add(day(file)));
    counted.retainAll(sealed);
    for (LakeTable table : Set.of(LakeTable.CALLS, LakeTable.PROBES)) {
      for (DataFile file : manifest.files(table)) {
        if (!file.sealed()) {
          LocalDate open = day(file);
          counted.removeAll(Set.of(open.minusDays(1), open, open.plusDays(1)));
        }
      }
    }
    return split(counted, window);
  }

  private static CountedDays split(Set<LocalDate> counted, Window window) {
    CountedDays days = new CountedDays(new TreeSet<>(), new HashSet<>(), new HashSet<>());
    for (LocalDate day : counted) {
      Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant from = window.from();
      Instant to = window.to();
      boolean beyond = (to != null && !start.isBefore(to)) || (from != null && !from.isBefore(end));
      boolean inside = (from == null || !start.isBefore(from)) && (to == null || !to.isBefore(end));
      (beyond ? days.outside : inside ? days.whole : days.edges).add(day);
    }
    return days;
  }

  private static LocalDate day(DataFile file) {
    return LocalDate.parse(file.dt());
  }
}
