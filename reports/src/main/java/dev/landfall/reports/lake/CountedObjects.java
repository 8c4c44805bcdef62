package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.Window;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which days of objects one version of the lake need not be looked at object by object.
 *
 * <p>A day's counts hold while its files of objects are sealed and no row of one of its objects
 * stands under another day that is not counted: such a row may say something newer.
 */
final class CountedObjects {
  private static final String DAYS = "select distinct day_at from objects_daily";

  private static final String SHARING =
      """
      select distinct day_at from object_keys where object_key in (
        select ('0x' || left(md5(uri || chr(10) || sha256), 15))::bigint from %s)
      """
          .formatted(LakeViews.files(ObjectViews.LOOSE));

  private static final String CUT =
      "select distinct day_at from objects_daily where from_at = $1 or to_at = $2";

  private final Set<LocalDate> days;

  private CountedObjects(Set<LocalDate> days) {
    this.days = days;
  }

  /** Looks once, on a connection that knows the tables that are opened whole. */
  static CountedObjects of(Path lake, Manifest manifest, LakeEngine engine, Connection connection)
      throws SQLException {
    if (manifest.files(LakeTable.OBJECTS_DAILY).isEmpty()) {
      return new CountedObjects(Set.of());
    }
    Set<LocalDate> days = days(connection, DAYS);
    Set<LocalDate> there = new HashSet<>();
    manifest.files(LakeTable.OBJECTS).forEach(file -> there.add(LocalDate.parse(file.dt())));
    days.retainAll(there);
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      if (!file.sealed()) {
        days.remove(LocalDate.parse(file.dt()));
      }
    }
    List<String> others = loose(lake, manifest, days);
    if (!others.isEmpty()) {
      others.add(0, engine.shape(LakeTable.OBJECTS));
      SessionFiles.set(connection, ObjectViews.LOOSE, others);
      days.removeAll(days(connection, SHARING));
    }
    return new CountedObjects(days);
  }

  /** The days to take from counts in a window: not those it cuts, whose objects have times. */
  List<LocalDate> in(Window window, Connection connection) throws SQLException {
    Set<LocalDate> taken = new TreeSet<>(days);
    if (!taken.isEmpty() && !window.whole()) {
      taken.removeAll(days(connection, CUT, midnight(window.to()), midnight(window.from())));
    }
    return List.copyOf(taken);
  }

  /** Files of the days that are not taken from counts. */
  static List<String> loose(Path lake, Manifest manifest, java.util.Collection<LocalDate> taken) {
    List<String> files = new ArrayList<>();
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      if (!taken.contains(LocalDate.parse(file.dt()))) {
        files.add(LakeFiles.path(lake, file));
      }
    }
    return files;
  }

  /** The start of the day in which a window ends, unless it ends with the day. */
  private static @Nullable OffsetDateTime midnight(@Nullable Instant end) {
    if (end == null) {
      return null;
    }
    OffsetDateTime at = end.atOffset(ZoneOffset.UTC);
    OffsetDateTime midnight = at.toLocalDate().atStartOfDay().atOffset(ZoneOffset.UTC);
    return midnight.equals(at) ? null : midnight;
  }

  private static Set<LocalDate> days(
      Connection connection, String sql, @Nullable OffsetDateTime... binds) throws SQLException {
    Set<LocalDate> days = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < binds.length; i++) {
        statement.setObject(i + 1, binds[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          days.add(
              rows.getObject(1, OffsetDateTime.class)
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDate());
        }
      }
    }
    return days;
  }
}
