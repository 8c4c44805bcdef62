package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.core.rollup.QuotaDay;
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
 * Adds up the quota minutes of sealed days, a file a month.
 *
 * <p>A month's file stands for the days that have rows in it. Whatever writes minutes of a sealed
 * day anew takes the month's file away in the same swap, and the month is then added up again: so
 * the file never says what the minutes do not.
 */
final class RollupQuota {
  private static final Set<String> INPUTS = QuotaDay.inputs();

  private final LakeFiles files;
  private final CompactionDisk disk;
  private final Manifest base;

  RollupQuota(LakeFiles files, CompactionDisk disk, Manifest base) {
    this.files = files;
    this.disk = disk;
    this.base = base;
  }

  /** Sealed days of the months that lack some of them, month by month. */
  List<SortedSet<LocalDate>> wanting() throws IOException {
    SortedMap<LocalDate, SortedSet<LocalDate>> months = new TreeMap<>();
    for (LocalDate day : sealed(base)) {
      months.computeIfAbsent(day.withDayOfMonth(1), unused -> new TreeSet<>()).add(day);
    }
    List<SortedSet<LocalDate>> wanting = new ArrayList<>();
    for (SortedSet<LocalDate> days : months.values()) {
      if (!counted(days.first().withDayOfMonth(1)).equals(days)) {
        wanting.add(days);
      }
    }
    return wanting;
  }

  /** Adds the days of one month up. */
  Rewrite run(SortedSet<LocalDate> days) throws IOException {
    Rewrite rewrite = new Rewrite();
    MonthFile.replace(base, LakeTable.QUOTA_DAILY, days.first().withDayOfMonth(1), rewrite);
    try (LakeWriter writer = disk.writer(true)) {
      for (LocalDate day : days) {
        QuotaDay minutes = new QuotaDay(day);
        for (DataFile file : base.files(LakeTable.QUOTA_MINUTES)) {
          if (LocalDate.parse(file.dt()).equals(day)) {
            read(file, minutes);
          }
        }
        for (LakeRow row : minutes.rows()) {
          writer.append(row);
        }
      }
      rewrite.added.addAll(writer.seal().files());
    }
    return rewrite;
  }

  /** Takes the sums of the months away of which minutes are written anew. */
  static void forget(Manifest base, List<DataFile> minutes, Rewrite rewrite) {
    for (DataFile file : minutes) {
      LocalDate month = LocalDate.parse(file.dt()).withDayOfMonth(1);
      MonthFile.replace(base, LakeTable.QUOTA_DAILY, month, rewrite);
    }
  }

  private void read(DataFile file, QuotaDay minutes) throws IOException {
    try (RowFileReader reader =
        new RowFileReader(
            files,
            LakeTable.QUOTA_MINUTES,
            file.path(),
            column -> INPUTS.contains(column.name()))) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        minutes.add(LakeRow.decode(row));
      }
    }
  }

  private Set<LocalDate> counted(LocalDate month) throws IOException {
    Set<LocalDate> days = new HashSet<>();
    for (DataFile file : MonthFile.ofMonth(base, LakeTable.QUOTA_DAILY, month)) {
      try (RowFileReader reader =
          new RowFileReader(
              files,
              LakeTable.QUOTA_DAILY,
              file.path(),
              column -> column.name().equals("day_at"))) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          days.add(DayRollup.dayOf(LakeRow.decode(row)));
        }
      }
    }
    return days;
  }

  /** Days with one row per minute: sealed, and with nothing unsealed in or beside them. */
  private static SortedSet<LocalDate> sealed(Manifest manifest) {
    SortedSet<LocalDate> days = new TreeSet<>();
    for (DataFile file : manifest.files(LakeTable.QUOTA_MINUTES)) {
      if (file.rows() > 0) {
        days.add(LocalDate.parse(file.dt()));
      }
    }
    for (DataFile file : manifest.files(LakeTable.QUOTA_MINUTES)) {
      if (!file.sealed()) {
        LocalDate open = LocalDate.parse(file.dt());
        days.removeAll(Set.of(open.minusDays(1), open, open.plusDays(1)));
      }
    }
    return days;
  }
}
