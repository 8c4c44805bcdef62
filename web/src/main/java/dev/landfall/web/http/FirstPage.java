package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.web.http.LiveFolder.Live;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first page: the live parts in one document that is complete without a script. */
final class FirstPage {
  private final LiveParts parts;
  private final List<String> reports;

  FirstPage(LiveParts parts, List<String> reports) {
    this.parts = parts;
    this.reports = List.copyOf(reports);
  }

  String render(Live live) {
    LiveSnapshot snapshot = live.snapshot();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("reports", reports);
    model.put("banner", banner(live));
    model.put("stale", live.stale());
    model.put("ready", snapshot != null);
    if (snapshot != null) {
      model.putAll(parts.of(snapshot));
    }
    return Pages.render("first-page", model);
  }

  /** What the banner says; the script says the same when the stream ends. */
  static String banner(Live live) {
    String problem = live.problem();
    if (problem != null) {
      return "Nothing can be shown yet: " + problem + ".";
    }
    return live.stale()
        ? "These figures are " + Text.age(live.ageMillis()) + " old: the job has stopped renewing them."
        : "";
  }
}
