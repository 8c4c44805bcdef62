package dev.landfall.web.http;

import dev.landfall.core.judge.Verdict;
import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.Flow;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of the first page, each rendered by its own template.
 *
 * <p>Shape: part id to HTML, in the order of the page. The whole page holds them; a live page gets
 * the ones that changed. Same snapshot, same HTML.
 */
final class LiveParts {
  private static final int FINDINGS_SHOWN = 12;
  private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

  private final Atlas atlas;
  private final FlowDrawing drawing;

  LiveParts(Atlas atlas) {
    this.atlas = atlas;
    this.drawing = new FlowDrawing(atlas);
  }

  Map<String, String> of(LiveSnapshot snapshot) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("status", Pages.render("status", status(snapshot)));
    parts.put("answer", Pages.render("answer", answer(snapshot)));
    parts.put("flow", Pages.render("flow", flow(snapshot)));
    parts.put("findings", Pages.render("findings", findings(snapshot)));
    parts.put("verdicts", Pages.render("verdicts", verdicts(snapshot)));
    parts.put("quota", Pages.render("quota", Map.of("rows", QuotaBars.of(snapshot.quota()))));
    parts.put("sources", Pages.render("sources", sources(snapshot)));
    return parts;
  }

  private static Map<String, Object> status(LiveSnapshot snapshot) {
    Long asOf = snapshot.asOf();
    return Map.of(
        "written", Text.second(snapshot.writtenAt()),
        "writtenMachine", Text.machine(snapshot.writtenAt()),
        "settled", asOf == null ? "nothing yet" : Text.minute(asOf));
  }

  private static Map<String, Object> answer(LiveSnapshot snapshot) {
    Answer answer = Answer.of(snapshot);
    Placements calls = Placements.of(snapshot.flows());
    List<Map<String, Object>> shares = new ArrayList<>();
    double x = 0;
    for (PlacementStyle style : PlacementStyle.ALL) {
      long n = calls.of(style.id());
      double width = calls.all() == 0 ? 0 : 1000.0 * n / calls.all();
      // One call of a million is still a line that can be seen.
      double drawn = n == 0 ? 0 : Math.max(4, width);
      shares.add(
          Map.of(
              "style", style.style(),
              "sign", style.sign(),
              "word", style.word(),
              "meaning", style.meaning(),
              "calls", Text.count(n),
              "share", calls.all() == 0 ? "" : Text.share((double) n / calls.all()),
              "x", Math.round(x),
              "width", Math.round(drawn)));
      x += drawn;
    }
    return Map.of(
        "tone", answer.tone(),
        "sentence", answer.sentence(),
        "evidence", answer.evidence(),
        "whole", Math.max(1, Math.round(x)),
        "shares", shares);
  }

  private Map<String, Object> flow(LiveSnapshot snapshot) {
    List<Flow> flows = snapshot.flows();
    List<Map<String, Object>> rows = new ArrayList<>();
    flows.stream()
        .sorted(
            Comparator.comparingInt((Flow f) -> PlacementStyle.of(f.placement()).rank())
                .thenComparing(Flow::calls, Comparator.reverseOrder())
                .thenComparing(FlowEnds::source)
                .thenComparing(FlowEnds::target))
        .forEach(
            f -> {
              PlacementStyle style = PlacementStyle.of(f.placement());
              rows.add(
                  Map.of(
                      "source", atlas.line(f.sourceRegion(), "source not known"),
                      "target", atlas.line(f.inferenceRegion(), FlowEnds.targetWord(f)),
                      "style", style.style(),
                      "sign", style.sign(),
                      "word", style.word(),
                      "calls", Text.count(f.calls())));
            });
    return Map.of(
        "empty",
        flows.isEmpty(),
        "drawings",
        flows.isEmpty()
            ? List.of()
            : List.of(
                drawing.draw(flows, FlowDrawing.Shape.WIDE),
                drawing.draw(flows, FlowDrawing.Shape.NARROW)),
        "rows",
        rows,
        "rowCount",
        rows.size());
  }

  private Map<String, Object> findings(LiveSnapshot snapshot) {
    List<OpenFinding> sorted =
        snapshot.findings().stream()
            .sorted(
                Comparator.comparingInt((OpenFinding f) -> rank(f.severity()))
                    .thenComparing(OpenFinding::lastSeenAt, Comparator.reverseOrder())
                    .thenComparing(OpenFinding::findingId))
            .toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (OpenFinding f : sorted.subList(0, Math.min(FINDINGS_SHOWN, sorted.size()))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", f.findingId());
      row.put("rule", f.rule());
      row.put("severity", f.severity());
      row.put("headline", f.headline());
      row.put("workload", f.workload() == null ? "" : f.workload());
      row.put("account", f.account() == null ? "" : f.account());
      row.put("count", Text.count(f.occurrences(), "time", "times"));
      row.put("first", Text.minute(f.firstSeenAt()));
      row.put("firstMachine", Text.machine(f.firstSeenAt()));
      row.put("last", Text.minuteAfter(f.firstSeenAt(), f.lastSeenAt()));
      row.put("lastMachine", Text.machine(f.lastSeenAt()));
      row.put("once", f.firstSeenAt() == f.lastSeenAt());
      rows.add(row);
    }
    int more = sorted.size() - rows.size();
    return Map.of(
        "total",
        Text.count(sorted.size()),
        "empty",
        sorted.isEmpty(),
        "rows",
        rows,
        "more",
        more > 0 ? Text.count(more) : "");
  }

  private static int rank(String severity) {
    int index = SEVERITIES.indexOf(severity);
    return index < 0 ? SEVERITIES.size() : index;
  }

  private static Map<String, Object> verdicts(LiveSnapshot snapshot) {
    List<Map<String, Object>> observed = new ArrayList<>();
    List<Map<String, Object>> rest = new ArrayList<>();
    long seen = 0;
    long unseen = 0;
    for (Map.Entry<Verdict, Long> e : Answer.verdicts(snapshot.verdicts()).entrySet()) {
      Verdict verdict = e.getKey();
      Map<String, Object> row =
          Map.of(
              "id", verdict.name(),
              "title", VerdictText.title(verdict),
              "meaning", VerdictText.meaning(verdict),
              "none", e.getValue() == 0,
              "calls", Text.count(e.getValue()));
      (verdict.observed() ? observed : rest).add(row);
      seen += verdict.observed() ? e.getValue() : 0;
      unseen += verdict.observed() ? 0 : e.getValue();
    }
    return Map.of(
        "groups",
        List.of(
            Map.of("name", "Observed", "calls", Text.count(seen), "rows", observed),
            Map.of("name", "Not observed", "calls", Text.count(unseen), "rows", rest)));
  }

  private static Map<String, Object> sources(LiveSnapshot snapshot) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SourceState s : snapshot.sources()) {
      Long read = s.lastReadAt();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("type", s.type());
      row.put("place", s.place());
      row.put("read", read == null ? "never" : Text.second(read));
      row.put("readMachine", Text.machine(read));
      row.put("newest", Text.minute(s.newestArrivalAt()));
      row.put("newestMachine", Text.machine(s.newestArrivalAt()));
      row.put("complete", Text.minute(s.completeTo()));
      row.put("completeMachine", Text.machine(s.completeTo()));
      row.put("objects", Text.count(s.objects(), "object", "objects"));
      row.put("problem", s.problem() == null ? "" : s.problem());
      rows.add(row);
    }
    return Map.of("rows", rows, "empty", rows.isEmpty(), "sums", CoverageSums.of(snapshot));
  }
}
