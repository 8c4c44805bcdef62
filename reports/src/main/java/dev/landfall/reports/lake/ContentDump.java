package dev.landfall.reports.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of a table as sorted lines: two lakes are equal when their lines are.
 *
 * <p>Shape: one line per key, {@code name=value} separated by tabs, KEY and CONTENT columns in the
 * contract's order; null is {@code ∅}. How and when a row came to be known is not content.
 */
public final class ContentDump {
  private ContentDump() {}

  public static List<String> lines(Lake lake, LakeTable table) {
    List<Column> columns =
        table.columns().stream().filter(column -> column.role() != Column.Role.ARRIVAL).toList();
    String sql =
        columns.stream()
            .map(column -> LakeViews.quoted(column.name()))
            .collect(Collectors.joining(", ", "select ", " from " + LakeViews.quoted(table.id())));
    try (LakeSession session = lake.session(Window.all())) {
      List<String> lines = new ArrayList<>();
      for (Row row : session.read(sql, "dump of " + table.id())) {
        List<String> parts = new ArrayList<>();
        for (Column column : columns) {
          parts.add(column.name() + '=' + text(row.get(column.name())));
        }
        lines.add(String.join("\t", parts));
      }
      lines.sort(null);
      return lines;
    }
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "∅";
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value
        .toString()
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
