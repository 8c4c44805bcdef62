package dev.landfall.web.http;

import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.explain.Explain;
import dev.landfall.reports.explain.NoStory;
import dev.landfall.reports.explain.Story;
import dev.landfall.reports.render.StoryRenderer;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The story of one call or finding, as a page and, ending in .json, as data. */
final class ExplainPages {
  // Request ids are UUIDs today; AWS promises no form, so letters, digits and a few marks pass.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:+=@-]{4,128}");

  // Up to here a cell stays on one line.
  private static final int SHORT = 22;

  private final LakeDesk desk;
  private final PolicyHistory policy;

  ExplainPages(LakeDesk desk, PolicyHistory policy) {
    this.desk = desk;
    this.policy = policy;
  }

  void serve(Context ctx) {
    String asked = ctx.pathParam("id");
    boolean json = asked.endsWith(".json");
    String id = json ? asked.substring(0, asked.length() - 5) : asked;
    if (!ID.matcher(id).matches()) {
      throw new Faults.Bad("This is no id", "a request id, or a finding's id of 16 hex digits");
    }
    ctx.header("Cache-Control", "no-store");
    Story story = story(id);
    if (json) {
      ctx.contentType("application/json").result(StoryRenderer.json(story));
    } else {
      ctx.html(Pages.render("story", model(story)));
    }
  }

  private Story story(String id) {
    try {
      return desk.ask(lake -> Explain.of(lake, id, policy));
    } catch (NoStory e) {
      throw new Faults.Missing(
          e.candidates().isEmpty()
              ? "The published lake holds no call and no finding of this id. One that was just seen"
                  + " is published with the job's next checkpoint."
                  + (e.left() == null ? "" : " Or: " + e.left() + ".")
              : "Several begin with this; write more of the id.");
    }
  }

  private static Map<String, Object> model(Story story) {
    List<Map<String, Object>> chapters = new ArrayList<>();
    for (Story.Chapter chapter : story.chapters()) {
      List<Map<String, String>> facts = new ArrayList<>();
      for (Story.Fact fact : chapter.facts()) {
        facts.add(Map.of("heading", fact.heading(), "value", text(fact.value())));
      }
      List<Map<String, Object>> tables = new ArrayList<>();
      chapter.tables().stream()
          .filter(table -> !table.rows().isEmpty())
          .forEach(table -> tables.add(table(table)));
      chapters.add(Map.of("heading", chapter.heading(), "facts", facts, "tables", tables));
    }
    return Map.of(
        "kind", story.kind(), "id", story.id(), "headline", story.headline(), "chapters", chapters);
  }

  private static Map<String, Object> table(ReportTable table) {
    List<List<Map<String, Object>>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(table.columns().get(i), row.get(i)));
      }
      rows.add(cells);
    }
    return Map.of(
        "heading", table.heading(),
        "note", table.note(),
        "head", table.columns().stream().map(ReportColumn::heading).toList(),
        "rows", rows);
  }

  /** A cell; the id of a call leads to its own story. */
  private static Map<String, Object> cell(ReportColumn column, @Nullable Object value) {
    String text = text(value);
    return Map.of(
        "text",
        text,
        "number",
        column.type().isNumber(),
        "short",
        text.length() <= SHORT,
        "story",
        column.name().equals("request_id") && ID.matcher(text).matches());
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "–";
    }
    if (value instanceof Instant at) {
      return Text.second(at.toEpochMilli());
    }
    return value instanceof Long n ? Text.count(n) : value.toString();
  }
}
