package dev.landfall.reports.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeJson;
import dev.landfall.reports.lake.LakeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lake without a job: Parquet files by DuckDB itself, and manifests.
 *
 * <p>Shape: rows are filed under their own day; each {@link #write} makes new files, each {@link
 * #publish} a new version over all files written so far.
 */
public final class TestLake {
  private final Path root;
  private final Map<String, List<DataFile>> files = new TreeMap<>();
  private long version;
  private @Nullable String keptFrom;

  public TestLake(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** Writes rows of any tables, one file per table and day. */
  public TestLake write(List<LakeRow> rows) {
    return write(rows, false);
  }

  public TestLake writeSealed(List<LakeRow> rows) {
    return write(rows, true);
  }

  private TestLake write(List<LakeRow> rows, boolean sealed) {
    rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.table().id() + "/dt=" + row.day(), TreeMap::new, Collectors.toList()))
        .values()
        .forEach(group -> file(group, group.get(0).table().columns(), sealed));
    return this;
  }

  /** Writes one file with only some of the table's columns, as an older build would have. */
  public TestLake writeOlder(List<LakeRow> rows, int columns) {
    file(rows, rows.get(0).table().columns().subList(0, columns), false);
    return this;
  }

  /** Days before this one have left by retention. */
  public TestLake keptFrom(String day) {
    keptFrom = day;
    return this;
  }

  public TestLake publish(@Nullable Instant asOf) {
    return publish(asOf, "replay");
  }

  public TestLake publish(@Nullable Instant asOf, String writer) {
    version++;
    Long millis = asOf == null ? null : asOf.toEpochMilli();
    Manifest manifest =
        new Manifest(version, 1, version, 1, writer, millis, files, List.of(), keptFrom);
    try {
      Path folder = Files.createDirectories(root.resolve("_manifests"));
      Files.write(
          folder.resolve(Manifest.fileName(version)),
          LakeJson.mapper().writeValueAsBytes(manifest));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Lake open() {
    return Lake.open(root, LakeOptions.besideTheJob());
  }

  private void file(List<LakeRow> rows, List<Column> columns, boolean sealed) {
    LakeTable table = rows.get(0).table();
    String day = rows.get(0).day().toString();
    List<DataFile> known = files.computeIfAbsent(table.id(), id -> new ArrayList<>());
    String path = table.id() + "/dt=" + day + "/f" + known.size() + ".parquet";
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      parquet(file, rows, columns);
      known.add(new DataFile(path, day, rows.size(), Files.size(file), sealed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void parquet(Path file, List<LakeRow> rows, List<Column> columns)
      throws SQLException {
    String definition =
        columns.stream()
            .map(column -> name(column) + " " + type(column))
            .collect(Collectors.joining(", "));
    String ids =
        columns.stream()
            .map(column -> name(column) + ": " + column.fieldId())
            .collect(Collectors.joining(", "));
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (" + definition + ")");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into t values (" + marks + ")")) {
        for (LakeRow row : rows) {
          for (int i = 0; i < columns.size(); i++) {
            insert.setObject(i + 1, value(columns.get(i), row.get(i)));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute(
          "copy t to '"
              + file.toString().replace("'", "''")
              + "' (format parquet, field_ids {"
              + ids
              + "})");
    }
  }

  private static @Nullable Object value(Column column, @Nullable Object value) {
    if (column.type() == Column.Type.TIMESTAMP && value instanceof Long micros) {
      return OffsetDateTime.ofInstant(
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000),
          ZoneOffset.UTC);
    }
    return value;
  }

  private static String name(Column column) {
    return '"' + column.name() + '"';
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case STRING -> "varchar";
      case LONG -> "bigint";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamptz";
      case BYTES -> "blob";
    };
  }
}
