package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.reports.live.LiveSnapshots.Live;
import dev.landfall.reports.live.LiveSnapshots.State;
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
    model.put("stale", live.state() != State.FRESH);
    model.put("ready", snapshot != null);
    if (snapshot != null) {
      model.putAll(parts.of(snapshot));
    }
    return Pages.render("first-page", model);
  }

  /** What the banner says; empty when the figures are fresh. */
  static String banner(Live live) {
    return switch (live.state()) {
      case FRESH -> "";
      case STALE ->
          "These figures are %s old: the job has stopped renewing them."
              .formatted(Text.age(age(live)));
      case MISSING -> "Nothing can be shown yet: no job has written to this lake.";
      case UNREADABLE -> "Nothing can be shown: the live snapshot cannot be read.";
    };
  }

  static long age(Live live) {
    Long age = live.ageMillis();
    return age == null ? 0 : age;
  }
}
