package dev.landfall.reports.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.LakeJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report for machines: {@code as_of}, {@code from}, {@code to}, {@code coverage}, {@code rows}.
 *
 * <p>Shape: the same keys in the same order for every report; a report's further tables stand in
 * its coverage, and those of its answer after the rows. Times are ISO 8601 in UTC. Missing: null.
 */
final class JsonPage {
  private JsonPage() {}

  static String render(ReportPage page) {
    ObjectNode root = LakeJson.mapper().createObjectNode();
    put(root, "as_of", page.asOf());
    put(root, "from", page.window().from());
    put(root, "to", page.window().to());
    ObjectNode coverage = LakeJson.mapper().valueToTree(page.coverage());
    root.set("coverage", coverage);
    for (ReportTable section : page.sections()) {
      coverage.set(section.id(), rows(section));
    }
    root.set("rows", rows(page.table()));
    for (ReportTable figure : page.figures()) {
      root.set(figure.id(), rows(figure));
    }
    try {
      return LakeJson.writer().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report page cannot be written as JSON", e);
    }
  }

  static ArrayNode rows(ReportTable table) {
    ArrayNode rows = LakeJson.mapper().createArrayNode();
    for (List<@Nullable Object> row : table.rows()) {
      ObjectNode object = rows.addObject();
      List<ReportColumn> columns = table.columns();
      for (int i = 0; i < columns.size(); i++) {
        put(object, columns.get(i).name(), row.get(i));
      }
    }
    return rows;
  }

  static void put(ObjectNode object, String name, @Nullable Object value) {
    if (value == null) {
      object.putNull(name);
    } else if (value instanceof Long number) {
      object.put(name, number);
    } else if (value instanceof Double number) {
      object.put(name, number);
    } else if (value instanceof Boolean flag) {
      object.put(name, flag);
    } else if (value instanceof Instant time) {
      object.put(name, time.toString());
    } else {
      object.put(name, value.toString());
    }
  }
}
