package dev.landfall.reports.render;

import dev.landfall.reports.Coverage;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Words;
import dev.landfall.reports.totals.RecordSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The coverage of a page as lines of name and text, for people. */
final class CoverageLines {
  private CoverageLines() {}

  record Line(String name, String text) {}

  static List<Line> of(ReportPage page) {
    Coverage coverage = page.coverage();
    RecordSums sums = coverage.records();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("window", page.window().text()));
    lines.add(
        new Line(
            "as of", page.asOf() == null ? "nothing has settled yet" : page.asOf().toString()));
    lines.add(
        new Line(
            "calls",
            "%s, of these with an observed Region: %s"
                .formatted(
                    Words.number(coverage.calls()), Words.number(coverage.observedCalls()))));
    if (coverage.probeCalls() > 0) {
      lines.add(
          new Line(
              "the probe's own calls",
              Words.number(coverage.probeCalls())
                  + (coverage.probesIncluded() ? ", included" : ", left out")));
    }
    lines.add(new Line("verdicts", counts(coverage.verdicts())));
    lines.add(new Line("pairing", counts(coverage.pairing())));
    lines.add(new Line("objects", counts(coverage.objects())));
    lines.add(new Line("records", records(sums)));
    lines.add(new Line("ignored", counts(coverage.ignoredReasons())));
    lines.add(new Line("rejected", counts(coverage.rejectReasons())));
    lines.add(new Line("hours without files", Words.number(coverage.hoursWithoutFiles())));
    lines.add(new Line("not attributable", counts(coverage.unattributed())));
    lines.add(new Line("changes of logging", Words.number(coverage.changesSeen())));
    if (coverage.left() != null) {
      lines.add(new Line("retention", coverage.left().text()));
    }
    List<String> gaps = coverage.gaps();
    lines.add(new Line("missing", gaps.isEmpty() ? "nothing known" : String.join("; ", gaps)));
    return lines;
  }

  private static String records(RecordSums sums) {
    String unwritten =
        sums.unwritten() == 0
            ? ""
            : " + " + Words.number(sums.unwritten()) + " of calls too young to be written";
    return "%s read %s %s witnesses + %s duplicates + %s corrections + %s changes + %s ignored + %s rejected + %s late"
            .formatted(
                Words.number(sums.recordsRead()),
                sums.ties() ? "=" : "≠",
                Words.number(sums.witnesses()),
                Words.number(sums.duplicates()),
                Words.number(sums.addenda()),
                Words.number(sums.changes()),
                Words.number(sums.ignored()),
                Words.number(sums.rejected()),
                Words.number(sums.late()))
        + (sums.canaries() == 0 ? "" : " + " + Words.number(sums.canaries()) + " of canaries")
        + unwritten
        + (sums.removed() == 0
            ? ""
            : " + " + Words.number(sums.removed()) + " of days that left by retention");
  }

  private static String counts(Map<String, Long> counts) {
    String text =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey() + " " + Words.number(entry.getValue()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }
}
