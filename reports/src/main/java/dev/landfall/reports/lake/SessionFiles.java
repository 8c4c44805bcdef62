package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.Window;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one connection: which files each view reads, and which days and hours are taken
 * from counts. See {@link CountViews} for what becomes of them.
 *
 * @param files variable to files; each list begins with the table's shape
 * @param days days of calls taken from counts by day; of those by month the files are whole months
 * @param objectDays days of objects taken from counts
 * @param quotaDays days of quota minutes taken from sums
 * @param hoursFrom start of the first whole hour of the window
 * @param hoursTo end of the last whole hour of the window
 */
record SessionFiles(
    Map<String, List<String>> files,
    List<LocalDate> days,
    List<LocalDate> objectDays,
    List<LocalDate> quotaDays,
    Instant hoursFrom,
    Instant hoursTo,
    Window window) {

  /** No file at all, and no day. */
  static SessionFiles none(LakeEngine engine) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (LakeTable table : LakeTable.values()) {
      files.put(LakeViews.variable(table, true), List.of(engine.shape(table)));
      files.put(LakeViews.variable(table, false), List.of(engine.shape(table)));
    }
    files.put(CountViews.LOOSE, List.of(engine.shape(LakeTable.CALLS)));
    files.put(CountViews.EDGE, List.of(engine.shape(LakeTable.CALLS)));
    files.put(ObjectViews.LOOSE, List.of(engine.shape(LakeTable.OBJECTS)));
    files.put(QuotaViews.LOOSE, List.of(engine.shape(LakeTable.QUOTA_MINUTES)));
    return new SessionFiles(
        files, List.of(), List.of(), List.of(), Instant.EPOCH, Instant.EPOCH, Window.all());
  }

  /** What is the same for every window: the files of the tables that are opened whole. */
  static Map<String, List<String>> ofVersion(Path lake, Manifest manifest, LakeEngine engine) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (LakeTable table : LakeTable.values()) {
      if (!LakeFiles.keptByDay(table)) {
        put(files, lake, manifest, engine, table, Window.all());
      }
    }
    return files;
  }

  static SessionFiles ofWindow(Lake lake, LakeEngine engine, Window window) throws SQLException {
    CountedMonths added = lake.countedMonths();
    List<LocalDate> objectDays = lake.countedObjects().in(window);
    List<LocalDate> quotaDays = lake.countedQuota().in(window);
    CountedDays counted = CountedDays.of(lake.manifest(), window);
    Map<String, List<String>> files = new LinkedHashMap<>(lake.wholeFiles());
    for (LakeTable table : LakeTable.values()) {
      if (LakeFiles.keptByDay(table)) {
        put(files, lake.folder(), lake.manifest(), engine, table, window);
      }
    }
    Chooser chooser = new Chooser(lake, engine, files);
    chooser.put(CountViews.EDGE, LakeTable.CALLS, counted.edges()::contains);
    chooser.put(
        LakeViews.variable(LakeTable.CALLS_HOURLY, true),
        LakeTable.CALLS_HOURLY,
        counted.edges()::contains);
    Set<LocalDate> months = added.in(counted.whole());
    for (LakeTable table : List.of(LakeTable.CALLS_MONTHLY, LakeTable.LATENCY_MONTHLY)) {
      chooser.put(LakeViews.variable(table, true), table, months::contains);
    }
    List<LocalDate> days =
        counted.whole().stream().filter(day -> !months.contains(day.withDayOfMonth(1))).toList();
    Set<LocalDate> monthsOfDays = new TreeSet<>();
    days.forEach(day -> monthsOfDays.add(day.withDayOfMonth(1)));
    for (LakeTable table : List.of(LakeTable.CALLS_DAILY, LakeTable.LATENCY_DAILY)) {
      chooser.put(LakeViews.variable(table, true), table, monthsOfDays::contains);
    }
    files.put(CountViews.LOOSE, with(engine.shape(LakeTable.CALLS), loose(lake, counted, window)));
    files.put(
        ObjectViews.LOOSE,
        with(
            engine.shape(LakeTable.OBJECTS),
            CountedObjects.loose(lake.folder(), lake.manifest(), objectDays)));
    quota(lake, engine, window, quotaDays, files, chooser);
    return new SessionFiles(
        files,
        days,
        objectDays,
        quotaDays,
        upToHour(window.fromBind().toInstant()),
        window.toBind().toInstant().truncatedTo(ChronoUnit.HOURS),
        window);
  }

  /** Months with a day to take, and sealed minutes of the window's other days. */
  private static void quota(
      Lake lake,
      LakeEngine engine,
      Window window,
      List<LocalDate> taken,
      Map<String, List<String>> files,
      Chooser chooser) {
    Set<LocalDate> months = new TreeSet<>();
    taken.forEach(day -> months.add(day.withDayOfMonth(1)));
    chooser.put(
        LakeViews.variable(LakeTable.QUOTA_DAILY, true), LakeTable.QUOTA_DAILY, months::contains);
    Set<String> counted = new HashSet<>();
    Set<LocalDate> days = new HashSet<>(taken);
    for (DataFile file : lake.manifest().files(LakeTable.QUOTA_MINUTES)) {
      if (days.contains(LocalDate.parse(file.dt()))) {
        counted.add(LakeFiles.path(lake.folder(), file));
      }
    }
    List<String> sealed =
        LakeFiles.of(lake.folder(), lake.manifest(), LakeTable.QUOTA_MINUTES, window).sealed();
    List<String> loose = sealed.stream().filter(file -> !counted.contains(file)).toList();
    files.put(QuotaViews.LOOSE, with(engine.shape(LakeTable.QUOTA_MINUTES), loose));
  }

  private static void put(
      Map<String, List<String>> files,
      Path lake,
      Manifest manifest,
      LakeEngine engine,
      LakeTable table,
      Window window) {
    LakeFiles chosen = LakeFiles.of(lake, manifest, table, window);
    files.put(LakeViews.variable(table, true), with(engine.shape(table), chosen.sealed()));
    files.put(LakeViews.variable(table, false), with(engine.shape(table), chosen.tail()));
  }

  /** The variables that name more than a table's shape. */
  FilesThere there() {
    Set<String> there = new HashSet<>();
    files.forEach(
        (variable, of) -> {
          if (of.size() > 1) {
            there.add(variable);
          }
        });
    return new FilesThere(there);
  }

  private record Chooser(Lake lake, LakeEngine engine, Map<String, List<String>> files) {
    void put(String variable, LakeTable table, Predicate<LocalDate> wanted) {
      List<String> chosen = new ArrayList<>();
      for (DataFile file : lake.manifest().files(table)) {
        if (wanted.test(LocalDate.parse(file.dt()))) {
          chosen.add(LakeFiles.path(lake.folder(), file));
        }
      }
      files.put(variable, with(engine.shape(table), chosen));
    }
  }

  /** Sealed files of the window whose day is not counted. */
  private static List<String> loose(Lake lake, CountedDays counted, Window window) {
    List<String> sealed =
        LakeFiles.of(lake.folder(), lake.manifest(), LakeTable.CALLS, window).sealed();
    Set<String> taken = new TreeSet<>();
    for (DataFile file : lake.manifest().files(LakeTable.CALLS)) {
      LocalDate day = LocalDate.parse(file.dt());
      if (counted.whole().contains(day)
          || counted.edges().contains(day)
          || counted.outside().contains(day)) {
        taken.add(LakeFiles.path(lake.folder(), file));
      }
    }
    return sealed.stream().filter(file -> !taken.contains(file)).toList();
  }

  private static Instant upToHour(Instant at) {
    Instant hour = at.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(at) ? hour : hour.plus(1, ChronoUnit.HOURS);
  }

  private static List<String> with(String shape, List<String> files) {
    List<String> all = new ArrayList<>(files.size() + 1);
    all.add(shape);
    all.addAll(files);
    return all;
  }

  void apply(Connection connection) throws SQLException {
    apply(connection, null);
  }

  /**
   * Sets what is not so already: a variable costs more than to compare a few hundred names.
   *
   * @param before what this last set on the connection; null: nothing of it is known to stand
   */
  void apply(Connection connection, @Nullable SessionFiles before) throws SQLException {
    for (Map.Entry<String, List<String>> each : files.entrySet()) {
      if (before == null || !each.getValue().equals(before.files.get(each.getKey()))) {
        set(connection, each.getKey(), each.getValue());
      }
    }
    if (before == null || !days.equals(before.days)) {
      days(connection, CountViews.DAYS, days);
    }
    if (before == null || !objectDays.equals(before.objectDays)) {
      days(connection, ObjectViews.DAYS, objectDays);
    }
    if (before == null || !quotaDays.equals(before.quotaDays)) {
      days(connection, QuotaViews.DAYS, quotaDays);
    }
    if (before == null || !window.equals(before.window)) {
      time(connection, QuotaViews.FROM, window.fromBind().toInstant());
      time(connection, QuotaViews.TO, window.toBind().toInstant());
    }
    if (before == null || !hoursFrom.equals(before.hoursFrom) || !hoursTo.equals(before.hoursTo)) {
      time(connection, CountViews.HOURS_FROM, hoursFrom);
      time(connection, CountViews.HOURS_TO, hoursTo);
    }
  }

  static void set(Connection connection, String variable, List<String> files) throws SQLException {
    array(connection, variable, "varchar[]", files);
  }

  private static void days(Connection connection, String variable, List<LocalDate> days)
      throws SQLException {
    List<String> starts = days.stream().map(day -> day + " 00:00:00+00").toList();
    array(connection, variable, "timestamptz[]", starts);
  }

  private static void array(
      Connection connection, String variable, String type, List<String> values)
      throws SQLException {
    String sql = "set variable " + variable + " = ?::" + type;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("varchar", values.toArray()));
      statement.execute();
    }
  }

  private static void time(Connection connection, String variable, Instant at) throws SQLException {
    String sql = "set variable " + variable + " = ?::timestamptz";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, at.atOffset(ZoneOffset.UTC));
      statement.execute();
    }
  }
}
