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

  String render(Live live, JobHealth job) {
    LiveSnapshot snapshot = live.snapshot();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("reports", reports);
    model.put("banner", banner(live, job));
    model.put("stale", isStale(live, job));
    model.put("ready", snapshot != null);
    if (snapshot != null) {
      model.putAll(parts.of(snapshot));
    }
    return Pages.render("first-page", model);
  }

  /** Whether the figures may be older than they look. */
  static boolean isStale(Live live, JobHealth job) {
    return live.state() != State.FRESH || !job.working();
  }

  /** What the banner says; empty when the figures are fresh and the job is at work. */
  static String banner(Live live, JobHealth job) {
    if (job.working()) {
      return banner(live);
    }
    String why = "The job is not at work: " + job.reason() + ".";
    return live.state() == State.FRESH ? why : banner(live) + " " + why;
  }

  private static String banner(Live live) {
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
