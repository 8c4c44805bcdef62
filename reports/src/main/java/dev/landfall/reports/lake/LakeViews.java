package dev.landfall.reports.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL of the views: one per table, exactly the contract's columns, one row per key.
 *
 * <p>The only SQL made from parts here, and every part is a name from the contract. The files come
 * from variables that each connection sets for itself, so one set of views serves every manifest
 * and every window that has files in the same places ({@link FilesThere}).
 */
final class LakeViews {
  /**
   * Of a minute in which anything was asked, burned or in flight one of them is not zero, or output
   * was counted apart.
   */
  private static final List<String> QUANTITIES =
      List.of(
          "settled_tokens",
          "peak_reserved_tokens",
          "requests",
          "throttled",
          "unknown_settled",
          "unknown_reserved");

  private LakeViews() {}

  static String variable(LakeTable table, boolean sealed) {
    return table.id() + (sealed ? "_sealed" : "_tail");
  }

  private static String view(LakeTable table, String viewName, FilesThere there) {
    List<String> branches = new ArrayList<>();
    if (there.sealed(table)) {
      branches.add("select %s from %s".formatted(columns(table), files(variable(table, true))));
    }
    if (there.tail(table)) {
      branches.add(greatest(table));
    }
    return "create temp view %s as %s"
        .formatted(quoted(viewName), FilesThere.union(branches, shape(table)));
  }

  /** The greatest row of each key in the table's files that may hold several. */
  static String greatest(LakeTable table) {
    return greatest(table, files(variable(table, false)));
  }

  static String greatest(LakeTable table, String from) {
    String keys =
        table.columns().stream()
            .filter(column -> column.role() == Column.Role.KEY)
            .map(column -> quoted(column.name()))
            .collect(Collectors.joining(", "));
    String order =
        table.order().stream()
            .map(name -> ordered(table.columns().get(table.indexOf(name))))
            .collect(Collectors.joining(", ", "row(", ")"));
    return """
    select %1$s from (
      select %1$s from %2$s
      qualify row_number() over (partition by %3$s order by %4$s desc) = 1)
    """
        .formatted(columns(table), from, keys, order);
  }

  /** The files that a variable names. */
  static String files(String variable) {
    return "read_parquet(getvariable('%s'), union_by_name = true, hive_partitioning = false)"
        .formatted(variable);
  }

  /**
   * A minute of a quota row whose calls turned out to be of another minute is written once more, as
   * zeros; it is no minute, and in no view.
   *
   * <p>What is told of planted breaches is in no view of the name of its table: only the view with
   * all of it, {@code all_deliveries}, has it. That one was missed is no canary's but people's
   * business.
   */
  static List<String> views(LakeTable table, FilesThere there) {
    if (table == LakeTable.QUOTA_MINUTES) {
      String written = "written_" + table.id();
      return List.of(
          view(table, written, there),
          "create temp view %s as select %s from %s where %s"
              .formatted(quoted(table.id()), columns(table), quoted(written), used()));
    }
    if (table != LakeTable.ALERTS && table != LakeTable.DELIVERIES) {
      return List.of(view(table, table.id(), there));
    }
    String all = "all_" + table.id();
    String real =
        "create temp view %s as select %s from %s where alert_id not like 'canary-%%' or alert_id like 'canary-missed-%%'"
            .formatted(quoted(table.id()), columns(table), quoted(all));
    return List.of(view(table, all, there), real);
  }

  /** Whether a minute was used, as SQL. */
  static String used() {
    return QUANTITIES.stream()
        .map(column -> quoted(column) + " is distinct from 0")
        .collect(Collectors.joining(" or ", "", " or output_tokens <> 0 or unknown_output <> 0"));
  }

  /**
   * A query without rows that has every column in its type. Its file is read with those of the
   * table, so that a column an older file lacks is null, and a table without files is empty.
   */
  static String shape(LakeTable table) {
    return table.columns().stream()
        .map(column -> "cast(null as %s) as %s".formatted(type(column), quoted(column.name())))
        .collect(Collectors.joining(", ", "select ", " where false"));
  }

  static String columns(LakeTable table) {
    return table.columns().stream()
        .map(column -> quoted(column.name()))
        .collect(Collectors.joining(", "));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  /**
   * A column of the order, null as the least. One row value in place of several columns lets DuckDB
   * find the greatest by hashing; by sorting it took three times as long.
   */
  private static String ordered(Column column) {
    String least =
        switch (column.type()) {
          case STRING -> "''";
          case BYTES -> "''::blob";
          case LONG -> "-9223372036854775808";
          case DOUBLE -> "'-infinity'::double";
          case BOOLEAN -> "false";
          case TIMESTAMP -> "'-infinity'::timestamptz";
        };
    return "coalesce(" + quoted(column.name()) + ", " + least + ")";
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
