package dev.landfall.reports.explain;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Detectors;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Words;
import dev.landfall.reports.explain.Story.Chapter;
import dev.landfall.reports.explain.Story.Draft;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import dev.landfall.reports.totals.LeftCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells one finding: what is wrong, since when, on which calls it rests, what to do. */
final class FindingStory {
  static final Sql CALLS = Sql.of(FindingStory.class, "finding_calls");

  private static final List<ReportColumn> COLUMNS =
      List.of(
          ReportColumn.text("request_id", "Request id"),
          ReportColumn.time("called_at", "Called at"),
          ReportColumn.text("principal", "Caller"),
          ReportColumn.text("model_id", "Model id"),
          ReportColumn.text("source_region", "Called in"),
          ReportColumn.text("inference_region", "Ran in"),
          ReportColumn.text("verdict", "Verdict"),
          ReportColumn.text("verdict_reason", "Reason"));

  private final LakeSession session;
  private final Row finding;

  FindingStory(LakeSession session, Row finding) {
    this.session = session;
    this.finding = finding;
  }

  Story tell() {
    return new Story(
        "finding",
        String.valueOf(finding.text("finding_id")),
        String.valueOf(finding.text("headline")),
        List.of(what(), calls(), rule()));
  }

  private Chapter what() {
    return new Draft("finding", "The finding")
        .fact("finding_id", "finding", finding.text("finding_id"))
        .fact("rule", "rule", finding.text("rule"))
        .fact("rule_version", "version of the rule", finding.number("rule_version"))
        .fact("severity", "severity", finding.text("severity"))
        .fact("status", "status", finding.text("status"))
        .fact("account", "account", finding.text("account"))
        .fact("workload", "workload", finding.text("workload"))
        .fact("profile", "profile", finding.text("profile"))
        .fact("region", "Region", finding.text("region"))
        .fact("subject", "subject", finding.text("subject"))
        .fact("occurrences", "occurrences", finding.number("occurrences"))
        .fact("first_seen_at", "first", finding.time("first_seen_at"))
        .fact("last_seen_at", "last", finding.time("last_seen_at"))
        .fact("ended_at", "ended", finding.time("ended_at"))
        .fact("value", "measured", finding.text("value"))
        .fact("limit_value", "held against", finding.text("limit_value"))
        .fact("cause", "likeliest cause", finding.text("cause"))
        .done();
  }

  private Chapter calls() {
    List<Row> found = session.rows(CALLS, String.valueOf(finding.text("finding_id")));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : found) {
      List<@Nullable Object> cells = new ArrayList<>();
      COLUMNS.forEach(column -> cells.add(row.get(column.name())));
      rows.add(Collections.unmodifiableList(cells));
    }
    long matched = found.isEmpty() ? 0 : found.get(0).count("matched");
    return new Draft("calls", "The calls it rests on")
        .fact("matched", "calls recognised", matched)
        .fact("note", "note", note(matched, rows.size()))
        .table(ReportTable.plain("calls", "Calls", "", COLUMNS, rows))
        .done();
  }

  private @Nullable String note(long matched, int shown) {
    long occurrences = finding.count("occurrences");
    if (finding.text("value") != null) {
      return "The rule looks at all calls of a minute together; its occurrences are minutes.";
    }
    if (matched < occurrences) {
      Instant first = finding.time("first_seen_at");
      Optional<Instant> kept = LeftCalls.keptFrom(session.lake());
      if (kept.isPresent() && first != null && first.isBefore(kept.get())) {
        return "The finding counts %s; calls before %s have left the lake by retention."
            .formatted(
                Words.count(occurrences, "occurrence", "occurrences"),
                kept.get().toString().substring(0, 10));
      }
      return "The finding counts %s; the others rest on no call, or not on one in the lake."
          .formatted(Words.count(occurrences, "occurrence", "occurrences"));
    }
    return matched > shown ? "The first " + shown + " by time are shown." : null;
  }

  private Chapter rule() {
    Draft draft = new Draft("rule", "The rule");
    Optional<DetectorSpec> spec =
        Detectors.all().stream()
            .filter(candidate -> candidate.id().equals(finding.text("rule")))
            .findFirst();
    if (spec.isEmpty()) {
      return draft.fact("title", "title", "a rule that this build does not know").done();
    }
    return draft
        .fact("title", "title", spec.get().title())
        .fact("why", "why it matters", spec.get().why())
        .fact("blind_spots", "what it cannot see", spec.get().blindSpots())
        .fact("triage", "what to do first", spec.get().triage())
        .done();
  }
}
