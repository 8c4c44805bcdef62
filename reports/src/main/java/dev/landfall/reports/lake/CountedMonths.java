package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.MonthRollup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which months of one version of the lake are added up, and of which days.
 *
 * <p>A month is taken as a whole or not at all: when every day that its rows stand for is taken
 * from counts, and no other day of the month is.
 */
final class CountedMonths {
  private static final String FILES = LakeViews.variable(LakeTable.CALLS_MONTHLY, true);
  private static final String DAYS =
      "select distinct month_at, days from " + LakeViews.files(FILES);

  private final Map<LocalDate, Long> months;

  private CountedMonths(Map<LocalDate, Long> months) {
    this.months = months;
  }

  static CountedMonths of(Path lake, Manifest manifest, LakeEngine engine) throws SQLException {
    Map<LocalDate, Long> months = new HashMap<>();
    List<DataFile> files = manifest.files(LakeTable.CALLS_MONTHLY);
    if (files.isEmpty()) {
      return new CountedMonths(months);
    }
    List<String> paths = new ArrayList<>(List.of(engine.shape(LakeTable.CALLS_MONTHLY)));
    files.forEach(file -> paths.add(LakeFiles.path(lake, file)));
    try (Connection connection = engine.connect()) {
      SessionFiles.set(connection, FILES, paths);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(DAYS)) {
        while (rows.next()) {
          months.put(
              rows.getObject(1, OffsetDateTime.class)
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDate(),
              rows.getLong(2));
        }
      }
    }
    return new CountedMonths(months);
  }

  /**
   * The months to take in place of their days.
   *
   * @param days all days that are taken from counts
   */
  SortedSet<LocalDate> in(SortedSet<LocalDate> days) {
    Map<LocalDate, Long> wanted = new HashMap<>();
    for (LocalDate day : days) {
      wanted.merge(day.withDayOfMonth(1), MonthRollup.bit(day), (a, b) -> a | b);
    }
    SortedSet<LocalDate> taken = new TreeSet<>();
    wanted.forEach(
        (month, mask) -> {
          if (mask.equals(months.get(month))) {
            taken.add(month);
          }
        });
    return taken;
  }
}
