import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeJson;
import dev.landfall.reports.lake.LakeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes of a counted lake one of many times its accounts, as far as reports of whole days look: the
 * counts of calls and objects, the sums of quota minutes and the findings, once for each copy of an
 * account.
 *
 * <p>Calls, latencies and quota minutes are those of the given lake, as links: a report that looks
 * at them says nothing of the larger one. So a year of 100 million calls in 120 accounts is made of
 * ten million in twelve in a minute, where making and counting the calls themselves takes hours.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/WiderLake.java LAKE OUT TIMES}
 */
public final class WiderLake {
  private static final Set<LakeTable> WIDENED =
      Set.of(
          LakeTable.CALLS_HOURLY,
          LakeTable.CALLS_DAILY,
          LakeTable.CALLS_MONTHLY,
          LakeTable.OBJECTS_DAILY,
          LakeTable.QUOTA_DAILY,
          LakeTable.FINDINGS);

  public static void main(String[] args) throws Exception {
    Path from = Path.of(args[0]).toRealPath();
    Path to = Path.of(args[1]).toAbsolutePath();
    int times = Integer.parseInt(args[2]);
    Manifest manifest;
    try (Lake lake = Lake.open(from, LakeOptions.standard())) {
      manifest = lake.manifest();
    }
    Map<String, List<DataFile>> files = new TreeMap<>();
    try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = db.createStatement()) {
      sql.execute("set timezone = 'UTC'");
      sql.execute("set threads = 2");
      for (LakeTable table : LakeTable.values()) {
        List<DataFile> made = new ArrayList<>();
        for (DataFile file : manifest.files(table)) {
          Path target = to.resolve(file.path());
          Files.createDirectories(target.getParent());
          if (WIDENED.contains(table)) {
            long rows = sql.executeLargeUpdate(copy(table, from.resolve(file.path()), target, times));
            made.add(
                new DataFile(file.path(), file.dt(), rows, Files.size(target), file.sealed()));
          } else {
            Files.createLink(target, from.resolve(file.path()));
            made.add(file);
          }
        }
        files.put(table.id(), made);
      }
    }
    Manifest wide = new Manifest(1, 1, 1, 1, "compact", manifest.asOf(), files, List.of());
    Path folder = Files.createDirectories(to.resolve("_manifests"));
    Files.write(folder.resolve(Manifest.fileName(1)), LakeJson.mapper().writeValueAsBytes(wide));
  }

  private static String copy(LakeTable table, Path from, Path to, int times) {
    String columns =
        table.columns().stream()
            .map(Column::name)
            .map(WiderLake::widened)
            .collect(Collectors.joining(", "));
    return "copy (select %s from read_parquet('%s', union_by_name = true), range(%d) as copies(nr)) to '%s' (format parquet, compression zstd)"
        .formatted(columns, quoted(from), times, quoted(to));
  }

  private static String widened(String column) {
    return switch (column) {
      case "account" -> "printf('%012d', account::bigint + nr * 17) as account";
      case "finding_id" -> "substr(md5(finding_id || nr), 1, 16) as finding_id";
      default -> '"' + column + '"';
    };
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
