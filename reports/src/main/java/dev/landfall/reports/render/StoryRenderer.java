package dev.landfall.reports.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.explain.Story;
import dev.landfall.reports.explain.Story.Chapter;
import dev.landfall.reports.explain.Story.Fact;
import dev.landfall.reports.lake.LakeJson;

/** A story for a terminal, or as JSON: a chapter is an object, its tables are arrays in it. */
public final class StoryRenderer {
  private StoryRenderer() {}

  public static String text(Story story) {
    StringBuilder out = new StringBuilder();
    out.append(Cells.printable(story.headline())).append('\n');
    for (Chapter chapter : story.chapters()) {
      out.append('\n').append(chapter.heading()).append('\n');
      for (Fact fact : chapter.facts()) {
        String value = fact.value() == null ? Cells.MISSING : fact.value().toString();
        value = value.isEmpty() ? "none" : value;
        out.append("  %-28s %s".formatted(fact.heading(), Cells.printable(value))).append('\n');
      }
      for (ReportTable table : chapter.tables()) {
        if (!table.rows().isEmpty()) {
          out.append('\n').append(table.heading()).append('\n');
          TextTable.append(out, table);
        }
      }
    }
    return out.toString();
  }

  public static String json(Story story) {
    ObjectNode root = LakeJson.mapper().createObjectNode();
    root.put("kind", story.kind());
    root.put("id", story.id());
    root.put("headline", story.headline());
    for (Chapter chapter : story.chapters()) {
      ObjectNode object = root.putObject(chapter.id());
      chapter.facts().forEach(fact -> JsonPage.put(object, fact.name(), fact.value()));
      for (ReportTable table : chapter.tables()) {
        object.set(table.id(), JsonPage.rows(table));
      }
    }
    try {
      return LakeJson.writer().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a story cannot be written as JSON", e);
    }
  }
}
