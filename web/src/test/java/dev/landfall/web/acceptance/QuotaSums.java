package dev.landfall.web.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;

/** Sums over the quota report, read the way a user's script would. */
final class QuotaSums {
  private QuotaSums() {}

  static long settled(Lake lake) {
    try {
      String json =
          Renderer.render(
              Reports.byName("quota").orElseThrow().run(lake, Window.all()), Format.JSON);
      long sum = 0;
      for (JsonNode row : new JsonMapper().readTree(json).path("rows")) {
        sum += row.path("settled_tokens").asLong();
      }
      return sum;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("the quota report is no JSON", e);
    }
  }
}
