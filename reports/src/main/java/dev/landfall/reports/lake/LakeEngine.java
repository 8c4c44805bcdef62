package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One in-memory DuckDB, shared by all versions of one lake that are open.
 *
 * <p>Locked down: it may read the lake's folder and its own temporary one, nothing else; no
 * extension is fetched or loaded; the settings cannot be changed afterwards. Threads: connections
 * are given out by {@link #connect()} and belong to one thread each. Counted: the last {@link
 * #release()} closes it and deletes its temporary folder.
 */
final class LakeEngine {
  private static final int MOST_IDLE = 12;

  private final DuckDBConnection root;
  private final Path scratch;
  private final Map<LakeTable, String> shapes = new EnumMap<>(LakeTable.class);
  private final Deque<Idle> idle = new ArrayDeque<>();
  private int holders = 1;

  private LakeEngine(DuckDBConnection root, Path scratch) {
    this.root = root;
    this.scratch = scratch;
  }

  static LakeEngine start(Path lake, LakeOptions options) {
    Path scratch = null;
    try {
      scratch = Files.createTempDirectory("landfall-reports").toRealPath();
      DuckDBConnection root =
          DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
      LakeEngine engine = new LakeEngine(root, scratch);
      try {
        engine.limit(lake, options);
        engine.shapes();
        return engine;
      } catch (SQLException e) {
        root.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      delete(scratch);
      throw new LakeUnavailable(lake, "cannot start the reader of the lake: " + e.getMessage(), e);
    }
  }

  private void limit(Path lake, LakeOptions options) throws SQLException {
    List<String> settings =
        List.of(
            "set threads = " + options.threads(),
            "set memory_limit = '" + options.memoryMegabytes() + "MB'",
            "set temp_directory = " + LakeViews.text(scratch.resolve("spill").toString()),
            "set timezone = 'UTC'",
            "set parquet_metadata_cache = true",
            "set autoinstall_known_extensions = false",
            "set autoload_known_extensions = false",
            "set allowed_directories = [%s, %s]"
                .formatted(
                    LakeViews.text(lake.toString() + '/'),
                    LakeViews.text(scratch.toString() + '/')),
            "set enable_external_access = false",
            "set lock_configuration = true");
    for (String setting : settings) {
      execute(root, setting);
    }
  }

  private void shapes() throws SQLException {
    for (LakeTable table : LakeTable.values()) {
      String file = scratch.resolve(table.id() + ".parquet").toString();
      execute(
          root,
          "copy (%s) to %s (format parquet)"
              .formatted(LakeViews.shape(table), LakeViews.text(file)));
      shapes.put(table, file);
    }
  }

  /** The file without rows that gives a table its columns. */
  String shape(LakeTable table) {
    return Objects.requireNonNull(shapes.get(table));
  }

  Connection connect() throws SQLException {
    return root.duplicate();
  }

  /**
   * Connections nobody uses that have these views, with the files they last read; null: none. They
   * are kept from one version of the lake to the next, for views cost more than a small report.
   */
  synchronized @Nullable Idle idle(Views views) {
    for (Idle each : idle) {
      if (each.views().equals(views)) {
        idle.remove(each);
        return each;
      }
    }
    return null;
  }

  /** Takes a connection back; the one that has waited longest makes room. */
  synchronized void keep(Idle returned) {
    if (holders == 0) {
      LakeSession.close(returned.connection());
      return;
    }
    idle.addFirst(returned);
    if (idle.size() > MOST_IDLE) {
      LakeSession.close(idle.removeLast().connection());
    }
  }

  /** What the views of a connection are made for. */
  record Views(FilesThere there, boolean includingProbes) {}

  record Idle(Views views, Connection connection, SessionFiles files) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  synchronized LakeEngine hold() {
    if (holders == 0) {
      throw new IllegalStateException("the lake has been closed");
    }
    holders++;
    return this;
  }

  synchronized void release() {
    holders--;
    if (holders == 0) {
      try {
        idle.forEach(each -> LakeSession.close(each.connection()));
        idle.clear();
        root.close();
      } catch (SQLException e) {
        throw new IllegalStateException("cannot close the reader of the lake", e);
      } finally {
        delete(scratch);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // the operating system clears its temporary folder; the answer is not affected
      folder.toFile().deleteOnExit();
    }
  }
}
