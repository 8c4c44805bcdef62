package dev.landfall.reports.latency;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.text;

import dev.landfall.core.latency.Interval;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Published figures beside the measured ones, with the verdict on each. */
final class ClaimTable {
  private static final List<ReportColumn> COLUMNS =
      List.of(
          text("id", "Claim"),
          text("claim", "What is claimed"),
          text("attributed_to", "By"),
          text("read_on", "Read on"),
          millis("claimed_low_ms", "Claimed from"),
          millis("claimed_high_ms", "to"),
          text("verdict", "Verdict"),
          millis("measured_ms", "Measured here"),
          millis("measured_low_ms", "from"),
          millis("measured_high_ms", "to"),
          count("calls", "Measured", "calls"));

  private ClaimTable() {}

  static ReportTable of(List<Measured> measured) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Claim claim : Claim.shipped()) {
      Claim.Answer answer = claim.measure(measured);
      Interval interval = answer.interval();
      rows.add(
          Arrays.asList(
              claim.id(),
              claim.text(),
              claim.attributedTo(),
              claim.readOn(),
              Millis.cell(claim.lowMs()),
              Millis.cell(claim.highMs()),
              claim.verdict(answer),
              Millis.cell(answer.value()),
              interval == null ? null : Millis.cell(interval.low()),
              interval == null ? null : Millis.cell(interval.high()),
              answer.calls()));
    }
    return ReportTable.plain(
        "claims",
        "Published figures beside yours",
        "Contradicted: the whole interval measured here lies outside what is claimed; confirmed:"
            + " inside; not contradicted: they overlap. All models and operations together, and"
            + " your traffic is not the article's: a contradiction says that the figure does not"
            + " hold for you. What a Region adds is its distance and its load; the network to a"
            + " Region that was not called cannot be measured by itself.",
        COLUMNS,
        rows);
  }
}
