package dev.landfall.reports.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Outcome;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.explain.Explain;
import dev.landfall.reports.explain.NoStory;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.latency.LatencyOptions;
import dev.landfall.reports.latency.LatencyReport;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports say of a lake that days have left: the kept days as before, the others by name. */
class LeftCallsTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-03T00:00:00Z");
  private static final Instant AS_OF = Instant.parse("2026-11-10T00:00:00Z");
  private static final long A_DAY = 86_400;

  @TempDir Path folder;
  private final List<LakeRow> rows = rows();

  /** Two calls of four records on the 2nd, which leaves, and one of two records on the 3rd. */
  private static List<LakeRow> rows() {
    Sample sample = new Sample();
    sample.both("old1", 0, "ap-southeast-1");
    sample.both("old2", 60, "ap-southeast-2");
    sample.both("new1", A_DAY, "ap-southeast-2");
    List<LakeRow> rows = new ArrayList<>(sample.rows());
    rows.removeIf(row -> row.table() == LakeTable.REJECTS || row.table() == LakeTable.CHANGES);
    rows.stream()
        .filter(row -> row.table() == LakeTable.OBJECTS)
        .forEach(
            row -> row.set("records", 10L).set("rejected_records", 0L).set("change_records", 0L));
    return rows;
  }

  private Lake before() {
    return new TestLake(folder.resolve("before")).write(rows).publish(AS_OF).open();
  }

  private Lake after(LakeRow... more) {
    List<LakeRow> left = new ArrayList<>(rows);
    left.removeIf(
        row ->
            List.of(LakeTable.CALLS, LakeTable.QUOTA_MINUTES, LakeTable.SURFACES)
                    .contains(row.table())
                && row.day().toString().equals("2026-11-02"));
    left.add(removal("removed", "calls", 2, 4L));
    left.add(removal("removed", "quota_minutes", 1, null));
    left.addAll(List.of(more));
    return new TestLake(folder.resolve("after" + more.length))
        .write(left)
        .keptFrom("2026-11-03")
        .publish(AS_OF)
        .open();
  }

  private static LakeRow removal(String act, String table, long rows, Long records) {
    return new LakeRow(LakeTable.REMOVALS)
        .setMillis("month_at", Instant.parse("2026-11-01T00:00:00Z").toEpochMilli())
        .set("generation", 1L)
        .set("act", act)
        .set("of_table", table)
        .setMillis("day_at", MIDNIGHT.minusSeconds(A_DAY).toEpochMilli())
        .set("lake_version", 7L)
        .set("row_count", rows)
        .set("stored_bytes", 100L)
        .set("records", records)
        .set("retention", "7d")
        .setMillis("done_at", AS_OF.toEpochMilli());
  }

  @Test
  void every_report_of_kept_days_is_the_same_but_for_the_sum_of_all_records() throws Exception {
    Window kept = new Window(MIDNIGHT, null);
    try (Lake before = before();
        Lake after = after()) {
      for (Report report : Reports.all()) {
        ReportPage was = report.run(before, kept);
        ReportPage is = report.run(after, kept);
        assertThat(Renderer.render(is, Format.CSV)).isEqualTo(Renderer.render(was, Format.CSV));
        assertThat(withoutSums(is)).as(report.name()).isEqualTo(withoutSums(was));
        assertThat(is.coverage().gaps()).isEqualTo(was.coverage().gaps());
      }
    }
  }

  private static JsonNode withoutSums(ReportPage page) throws Exception {
    ObjectNode root = (ObjectNode) new JsonMapper().readTree(Renderer.render(page, Format.JSON));
    ObjectNode coverage = (ObjectNode) root.get("coverage");
    coverage.remove(List.of("records", "removals"));
    return root;
  }

  @Test
  void a_window_that_names_days_which_left_says_so_and_cannot_be_fine() {
    try (Lake after = after()) {
      for (Window window :
          List.of(
              new Window(MIDNIGHT.minusSeconds(1), null),
              new Window(MIDNIGHT.minusSeconds(2 * A_DAY), MIDNIGHT.minusSeconds(A_DAY / 2)),
              new Window(null, MIDNIGHT))) {
        for (Report report : Reports.all()) {
          ReportPage page = report.run(after, window);
          assertThat(page.coverage().gaps())
              .as(report.name() + " " + window)
              .containsExactly(
                  "calls before 2026-11-03 have left the lake by retention, 2 of the days of this"
                      + " window");
          assertThat(page.outcome()).isEqualTo(Outcome.CANNOT_SAY);
          assertThat(Renderer.render(page, Format.TABLE)).contains("left the lake by retention");
          assertThat(Renderer.render(page, Format.HTML)).contains("left the lake by retention");
          assertThat(Renderer.render(page, Format.JSON))
              .contains("\"left_by_retention\"", "\"kept_from\" : \"2026-11-03\"");
        }
      }
    }
  }

  @Test
  void a_report_without_a_beginning_begins_with_the_lake_and_says_since_when() {
    try (Lake after = after()) {
      ReportPage page = Reports.byName("residency").orElseThrow().run(after, Window.all());
      assertThat(page.coverage().gaps()).isEmpty();
      assertThat(page.coverage().left()).isEqualTo(new LeftCalls("2026-11-03", 2, false));
      assertThat(Renderer.render(page, Format.TABLE))
          .contains("calls before 2026-11-03 have left the lake by retention, 2 of the days");
    }
  }

  @Test
  void a_latency_report_that_compares_with_days_which_left_says_so() {
    try (Lake after = after()) {
      Window earlier = new Window(MIDNIGHT.minus(Duration.ofDays(1)), MIDNIGHT);
      LatencyReport report = new LatencyReport(new LatencyOptions(earlier, null, Map.of(), null));
      ReportPage page = report.run(after, new Window(MIDNIGHT, null));
      assertThat(page.coverage().gaps()).hasSize(1).first().asString().contains("by retention");
    }
  }

  @Test
  void what_left_is_listed_by_the_coverage_report() {
    try (Lake after = after()) {
      ReportPage page = Reports.byName("coverage").orElseThrow().run(after, Window.all());
      assertThat(page.sections())
          .filteredOn(table -> table.id().equals("removals"))
          .singleElement()
          .satisfies(table -> assertThat(table.rows()).hasSize(2));
      assertThat(page.sentence()).contains("each accounted for once");
    }
    try (Lake before = before()) {
      ReportPage page = Reports.byName("coverage").orElseThrow().run(before, Window.all());
      assertThat(page.sections()).noneMatch(table -> table.id().equals("removals"));
    }
  }

  @Test
  void records_of_days_that_left_stay_in_the_sum() {
    try (Lake after = after()) {
      RecordSums sums = ReplayTotals.of(after).records();
      assertThat(sums.recordsRead()).isEqualTo(10);
      assertThat(sums.witnesses()).isEqualTo(2);
      assertThat(sums.removed()).isEqualTo(4);
      assertThat(sums.ties()).isTrue();
    }
  }

  @Test
  void what_was_kept_out_counts_as_far_as_objects_say_that_more_was_read() {
    LakeRow again = removal("kept-out", "calls", 5, 5L);
    try (Lake readTwice = after(again)) { // the same objects: nothing more was read
      assertThat(ReplayTotals.of(readTwice).records().removed()).isEqualTo(4);
      assertThat(ReplayTotals.of(readTwice).ties()).isTrue();
    }
    LakeRow three = Sample.object("file:///logs/late.json.gz", "cloudtrail", 3, 2);
    three.set("records", 5L).set("rejected_records", 0L).set("change_records", 0L);
    try (Lake readMore = after(again, three)) {
      assertThat(ReplayTotals.of(readMore).records().removed()).isEqualTo(7);
      assertThat(ReplayTotals.of(readMore).ties()).isTrue();
    }
    LakeRow nine = Sample.object("file:///logs/late.json.gz", "cloudtrail", 9, 2);
    nine.set("records", 11L).set("rejected_records", 0L).set("change_records", 0L);
    try (Lake lost = after(again, nine, removal("removed", "surfaces", 1, null))) {
      assertThat(ReplayTotals.of(lost).ties()).isFalse();
    }
  }

  @Test
  void a_record_of_what_an_older_generation_lost_counts_no_more() {
    LakeRow older = removal("removed", "calls", 100, 200L).set("generation", 0L);
    try (Lake after = after(older)) {
      assertThat(ReplayTotals.of(after).ties()).isTrue();
      assertThat(Reports.byName("residency").orElseThrow().run(after, Window.all()).coverage())
          .satisfies(coverage -> assertThat(coverage.left().calls()).isEqualTo(2));
    }
  }

  @Test
  void an_id_that_is_not_there_may_have_left() {
    try (Lake after = after();
        Lake before = before()) {
      assertThatThrownBy(() -> Explain.of(after, "request-old1", null))
          .isInstanceOf(NoStory.class)
          .hasMessage(
              "the lake holds no call and no finding 'request-old1'; calls before 2026-11-03 have"
                  + " left it by retention, and it may have been one of them")
          .satisfies(e -> assertThat(((NoStory) e).left()).isNotNull());
      assertThatThrownBy(() -> Explain.of(before, "request-none", null))
          .satisfies(e -> assertThat(((NoStory) e).left()).isNull());
    }
  }

  @Test
  void a_finding_whose_calls_left_stays_and_says_so() {
    try (Lake after = after()) {
      String finding =
          rows.stream()
              .filter(row -> row.table() == LakeTable.FINDINGS)
              .filter(row -> "residency-breach".equals(row.get("rule")))
              .map(row -> (String) row.get("finding_id"))
              .findFirst()
              .orElseThrow();
      assertThat(Explain.finding(after, finding).chapters().toString())
          .contains("calls before 2026-11-03 have left the lake by retention");
    }
  }
}
