package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the lake's views, over the files of one manifest and window.
 *
 * <p>Threads: one. A view holds one row per key; a windowed query still filters by time, for the
 * files are chosen by day.
 */
public final class LakeSession implements AutoCloseable {
  private final Lake lake;
  private final Window window;
  private final LakeEngine engine;
  private final LakeEngine.Idle used;
  private boolean closed;

  private LakeSession(Lake lake, Window window, LakeEngine engine, LakeEngine.Idle used) {
    this.lake = lake;
    this.window = window;
    this.engine = engine;
    this.used = used;
  }

  static LakeSession open(Lake lake, LakeEngine engine, Window window) {
    Connection connection = null;
    try {
      SessionFiles files = SessionFiles.ofWindow(lake, engine, window);
      LakeEngine.Views views = new LakeEngine.Views(files.there(), lake.includesProbes());
      LakeEngine.Idle idle = engine.idle(views);
      if (idle != null) {
        connection = idle.connection();
        files.apply(connection, idle.files());
      } else {
        connection = engine.connect();
        SessionFiles none = SessionFiles.none(engine);
        none.apply(connection);
        define(connection, views);
        files.apply(connection, none);
      }
      return new LakeSession(lake, window, engine, new LakeEngine.Idle(views, connection, files));
    } catch (SQLException e) {
      close(connection);
      throw new LakeUnavailable(lake.folder(), "cannot open the lake: " + e.getMessage(), e);
    }
  }

  public Lake lake() {
    return lake;
  }

  public Window window() {
    return window;
  }

  /** Runs a query that binds the window: {@code $1} from, {@code $2} to. */
  public List<Row> windowed(Sql sql) {
    return rows(sql, window.fromBind(), window.toBind());
  }

  /** Runs a query with its binds in order and reads all of its rows. */
  public List<Row> rows(Sql sql, Object... binds) {
    return read(sql.text(), sql.name(), binds);
  }

  List<Row> read(String text, String name, Object... binds) {
    if (closed) {
      throw new IllegalStateException("a session of the lake is used after its end: " + name);
    }
    try (PreparedStatement statement = used.connection().prepareStatement(text)) {
      for (int i = 0; i < binds.length; i++) {
        statement.setObject(i + 1, binds[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    } catch (SQLException e) {
      throw new LakeUnavailable(
          lake.folder(), "cannot read the lake for " + name + ": " + e.getMessage(), e);
    }
  }

  private static List<Row> read(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnLabel(i));
    }
    List<String> shared = List.copyOf(names);
    List<Row> rows = new ArrayList<>();
    while (result.next()) {
      Object[] values = new Object[shared.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Row.plain(result.getObject(i + 1));
      }
      rows.add(new Row(shared, values));
    }
    return rows;
  }

  /** The views are made over tables without files, for making one reads the files it stands on. */
  private static void define(Connection connection, LakeEngine.Views views) throws SQLException {
    FilesThere there = views.there();
    List<String> all = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      all.addAll(LakeViews.views(table, there));
    }
    all.add(CountViews.singles(there));
    all.addAll(ObjectViews.of(there));
    all.addAll(ProbeViews.of(there.any(LakeTable.PROBES), views.includingProbes()));
    all.addAll(CountViews.of(there, views.includingProbes()));
    all.addAll(QuotaViews.of(there));
    try (Statement statement = connection.createStatement()) {
      for (String view : all) {
        statement.execute(view);
      }
    }
  }

  /**
   * Leaves the connection to the next session: its views cost more than a small report. A second
   * close does nothing, for by then the connection may be another session's.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.keep(used);
  }

  static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close a connection to the lake", e);
    }
  }
}
