package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.Window;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which days of quota minutes one version of the lake has added up.
 *
 * <p>A day's sums hold while its minutes are sealed and nothing unsealed stands in it or beside it.
 * What writes sealed minutes anew takes the sums away in the same version.
 */
final class CountedQuota {
  private static final String DAILY = LakeViews.variable(LakeTable.QUOTA_DAILY, true);
  private static final String DAYS = "select distinct day_at from " + LakeViews.files(DAILY);

  private final Set<LocalDate> days;

  private CountedQuota(Set<LocalDate> days) {
    this.days = days;
  }

  static CountedQuota of(Path lake, Manifest manifest, LakeEngine engine) throws SQLException {
    List<DataFile> sums = manifest.files(LakeTable.QUOTA_DAILY);
    if (sums.isEmpty()) {
      return new CountedQuota(Set.of());
    }
    List<String> paths = new ArrayList<>(List.of(engine.shape(LakeTable.QUOTA_DAILY)));
    sums.forEach(file -> paths.add(LakeFiles.path(lake, file)));
    Set<LocalDate> days = new HashSet<>();
    try (Connection connection = engine.connect()) {
      SessionFiles.set(connection, DAILY, paths);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(DAYS)) {
        while (rows.next()) {
          days.add(
              rows.getObject(1, OffsetDateTime.class)
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDate());
        }
      }
    }
    Set<LocalDate> there = new HashSet<>();
    Set<LocalDate> open = new HashSet<>();
    for (DataFile file : manifest.files(LakeTable.QUOTA_MINUTES)) {
      LocalDate day = LocalDate.parse(file.dt());
      there.add(day);
      if (!file.sealed()) {
        open.addAll(Set.of(day.minusDays(1), day, day.plusDays(1)));
      }
    }
    days.retainAll(there);
    days.removeAll(open);
    return new CountedQuota(days);
  }

  /** The days that lie in a window from start to end. */
  List<LocalDate> in(Window window) {
    Set<LocalDate> taken = new TreeSet<>();
    for (LocalDate day : days) {
      Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (!start.isBefore(window.fromBind().toInstant())
          && !end.isAfter(window.toBind().toInstant())) {
        taken.add(day);
      }
    }
    return List.copyOf(taken);
  }
}
