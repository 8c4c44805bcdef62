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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final String DAILY = LakeViews.variable(LakeTable.OBJECTS_DAILY, true);
  private static final String KEYS = LakeViews.variable(LakeTable.OBJECT_KEYS, true);

  private static final String SPANS =
      "select distinct day_at, from_at, to_at from " + LakeViews.files(DAILY);

  private static final String SHARING =
      """
      select distinct day_at from %s where object_key in (
        select ('0x' || left(md5(uri || chr(10) || sha256), 15))::bigint from %s)
      """
          .formatted(LakeViews.files(KEYS), LakeViews.files(ObjectViews.LOOSE));

  /**
   * Days that some objects of a counted day touch: {@code from} and {@code to} are their starts.
   */
  private record Span(@Nullable Instant from, @Nullable Instant to) {}

  private final Map<LocalDate, Set<Span>> days;

  private CountedObjects(Map<LocalDate, Set<Span>> days) {
    this.days = days;
  }

  static CountedObjects of(Path lake, Manifest manifest, LakeEngine engine) throws SQLException {
    if (manifest.files(LakeTable.OBJECTS_DAILY).isEmpty()) {
      return new CountedObjects(Map.of());
    }
    try (Connection connection = engine.connect()) {
      SessionFiles.set(connection, DAILY, all(lake, manifest, engine, LakeTable.OBJECTS_DAILY));
      Map<LocalDate, Set<Span>> days = spans(connection);
      Set<LocalDate> there = new HashSet<>();
      manifest.files(LakeTable.OBJECTS).forEach(file -> there.add(LocalDate.parse(file.dt())));
      days.keySet().retainAll(there);
      for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
        if (!file.sealed()) {
          days.remove(LocalDate.parse(file.dt()));
        }
      }
      List<String> others = loose(lake, manifest, days.keySet());
      if (!others.isEmpty()) {
        others.add(0, engine.shape(LakeTable.OBJECTS));
        SessionFiles.set(connection, ObjectViews.LOOSE, others);
        SessionFiles.set(connection, KEYS, all(lake, manifest, engine, LakeTable.OBJECT_KEYS));
        days.keySet().removeAll(sharing(connection));
      }
      return new CountedObjects(days);
    }
  }

  /** The days to take from counts in a window: not those it cuts, whose objects have times. */
  List<LocalDate> in(Window window) {
    Instant begins = midnight(window.from());
    Instant ends = midnight(window.to());
    Set<LocalDate> taken = new TreeSet<>(days.keySet());
    if (begins != null || ends != null) {
      days.forEach(
          (day, spans) -> {
            if (spans.stream().anyMatch(span -> cut(span.from, ends) || cut(span.to, begins))) {
              taken.remove(day);
            }
          });
    }
    return List.copyOf(taken);
  }

  private static boolean cut(@Nullable Instant day, @Nullable Instant end) {
    return day != null && day.equals(end);
  }

  private static List<String> all(
      Path lake, Manifest manifest, LakeEngine engine, LakeTable table) {
    List<String> files = new ArrayList<>(List.of(engine.shape(table)));
    manifest.files(table).forEach(file -> files.add(LakeFiles.path(lake, file)));
    return files;
  }

  /** Files of the days that are not taken from counts. */
  static List<String> loose(Path lake, Manifest manifest, Collection<LocalDate> taken) {
    List<String> files = new ArrayList<>();
    for (DataFile file : manifest.files(LakeTable.OBJECTS)) {
      if (!taken.contains(LocalDate.parse(file.dt()))) {
        files.add(LakeFiles.path(lake, file));
      }
    }
    return files;
  }

  /** The start of the day in which a window ends, unless it ends with the day. */
  private static @Nullable Instant midnight(@Nullable Instant end) {
    if (end == null) {
      return null;
    }
    Instant midnight = end.truncatedTo(ChronoUnit.DAYS);
    return midnight.equals(end) ? null : midnight;
  }

  private static Map<LocalDate, Set<Span>> spans(Connection connection) throws SQLException {
    Map<LocalDate, Set<Span>> days = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SPANS)) {
      while (rows.next()) {
        days.computeIfAbsent(day(rows), day -> new HashSet<>())
            .add(new Span(time(rows, 2), time(rows, 3)));
      }
    }
    return days;
  }

  private static Set<LocalDate> sharing(Connection connection) throws SQLException {
    Set<LocalDate> days = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SHARING)) {
      while (rows.next()) {
        days.add(day(rows));
      }
    }
    return days;
  }

  private static LocalDate day(ResultSet rows) throws SQLException {
    return rows.getObject(1, OffsetDateTime.class)
        .withOffsetSameInstant(ZoneOffset.UTC)
        .toLocalDate();
  }

  private static @Nullable Instant time(ResultSet rows, int column) throws SQLException {
    OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
