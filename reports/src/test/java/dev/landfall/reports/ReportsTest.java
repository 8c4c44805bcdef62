package dev.landfall.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void residency_has_exactly_the_keys_that_were_promised() throws Exception {
    JsonNode page = json("residency", day(), Window.all());
    assertThat(names(page)).containsExactly("as_of", "from", "to", "coverage", "rows");
    assertThat(page.get("as_of").asText()).isEqualTo("2026-11-02T12:00:00Z");
    assertThat(page.get("from").isNull()).isTrue();
    for (JsonNode row : page.get("rows")) {
      assertThat(names(row))
          .containsExactly(
              "account",
              "workload",
              "source_region",
              "inference_region",
              "country",
              "verdict",
              "calls",
              "input_tokens",
              "output_tokens",
              "cache_read_tokens",
              "cache_write_tokens",
              "burn_tokens");
    }
  }

  @Test
  void residency_counts_each_call_once_and_names_a_region_only_where_one_is_shown()
      throws Exception {
    JsonNode rows = json("residency", day(), Window.all()).get("rows");
    assertThat(row(rows, "verdict", "CONFLICT").get("inference_region").isNull()).isTrue();
    assertThat(row(rows, "verdict", "NOT_RUN").get("input_tokens").isNull())
        .as("a sum over nothing known is not zero")
        .isTrue();
    assertThat(row(rows, "verdict", "UNKNOWN").get("inference_region").isNull()).isTrue();
    JsonNode sydney = row(rows, "inference_region", "ap-southeast-2");
    assertThat(sydney.get("verdict").asText()).isEqualTo("AGREED");
    assertThat(sydney.get("country").asText()).isEqualTo("AU");
    assertThat(sydney.get("burn_tokens").asLong()).isEqualTo(5200);
    assertThat(sydney.get("cache_read_tokens").isNull()).isTrue();
    long calls = 0;
    for (JsonNode row : rows) {
      calls += row.get("calls").asLong();
    }
    assertThat(calls).isEqualTo(7);
  }

  @Test
  void a_window_is_half_open() throws Exception {
    Window minute = new Window(Sample.NOON, Sample.NOON.plusSeconds(60));
    JsonNode page = json("residency", day(), minute);
    assertThat(page.get("rows")).hasSize(1);
    assertThat(page.get("from").asText()).isEqualTo("2026-11-02T12:00:00Z");
    assertThat(page.get("coverage").get("records").get("records_read").asLong())
        .as("records are accounted for over the whole lake")
        .isEqualTo(18);
    assertThatThrownBy(() -> new Window(Sample.NOON, Sample.NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void quota_shows_the_article_s_example() throws Exception {
    JsonNode rows = json("quota", day(), Window.all()).get("rows");
    assertThat(names(rows.get(0)))
        .containsExactly(
            "account",
            "source_region",
            "model",
            "quota_row",
            "minute",
            "settled_tokens",
            "peak_rolling_tokens",
            "peak_reserved_tokens",
            "requests",
            "throttled",
            "quota_tokens",
            "utilisation",
            "peak_clock_tokens",
            "output_tokens",
            "quota_output_tokens",
            "peak_requests",
            "quota_requests",
            "day_tokens",
            "quota_tokens_per_day",
            "reserved_tokens",
            "unset_max_tokens",
            "unknown_settled",
            "unknown_reserved",
            "unknown_output",
            "minutes_to_exhaustion");
    JsonNode first = rows.get(0);
    assertThat(first.get("quota_tokens").asLong()).isEqualTo(6000);
    assertThat(first.get("utilisation").asDouble())
        .isEqualTo(first.get("peak_rolling_tokens").asDouble() / 6000);
    double last = Double.MAX_VALUE;
    for (JsonNode row : rows) {
      double utilisation = row.get("utilisation").isNull() ? -1 : row.get("utilisation").asDouble();
      assertThat(utilisation).isLessThanOrEqualTo(last);
      last = utilisation;
    }
    Sample one = new Sample();
    one.both("a1", 30, "ap-southeast-6");
    JsonNode noon =
        row(json("quota", one.rows(), Window.all()).get("rows"), "minute", "2026-11-02T12:00:00Z");
    assertThat(noon.get("settled_tokens").asLong()).isEqualTo(5200);
    assertThat(noon.get("utilisation").asDouble()).isEqualTo(5200 / 6000.0);
  }

  @Test
  void a_quota_that_nobody_applied_has_no_utilisation() throws Exception {
    LakeRow minute =
        new LakeRow(LakeTable.QUOTA_MINUTES)
            .set("account", Sample.ACCOUNT)
            .set("source_region", "ap-southeast-6")
            .set("model", Sample.MODEL)
            .set("quota_row", "global")
            .setMillis("minute_at", Sample.NOON.toEpochMilli())
            .set("peak_rolling_tokens", 10L)
            .set("revision", 1L);
    JsonNode rows = json("quota", List.of(minute), Window.all()).get("rows");
    assertThat(rows.get(0).get("utilisation").isNull()).isTrue();
    assertThat(rows.get(0).get("settled_tokens").isNull()).isTrue();
  }

  @Test
  void the_sentence_names_the_fullest_of_all_kinds_of_quotas() {
    assertThat(sentence(Map.of("peak_rolling_tokens", 10L)))
        .startsWith("No applied quota is known; the busiest minute reached 10 tokens: ");
    assertThat(sentence(Map.of("quota_requests", 40L)))
        .startsWith("The use of the applied quotas is not shown; ");
    assertThat(sentence(Map.of("quota_requests", 40L, "peak_requests", 30L)))
        .startsWith("The busiest minute used 75.0 % of its quota of requests: ");
    assertThat(sentence(Map.of("quota_tokens_per_day", 100L, "settled_tokens", 90L)))
        .startsWith("The busiest minute used 90.0 % of its day's quota: ");
    assertThat(sentence(Map.of("quota_output_tokens", 100L, "output_tokens", 120L)))
        .startsWith("The busiest minute used 120.0 % of its output quota: ");
    assertThat(
            sentence(
                Map.of(
                    "quota_tokens", 100L,
                    "peak_rolling_tokens", 80L,
                    "quota_requests", 10L,
                    "peak_requests", 2L)))
        .startsWith("The busiest minute used 80.0 % of its quota: ");
  }

  private String sentence(Map<String, Long> figures) {
    LakeRow minute =
        new LakeRow(LakeTable.QUOTA_MINUTES)
            .set("account", Sample.ACCOUNT)
            .set("source_region", "ap-southeast-6")
            .set("model", Sample.MODEL)
            .set("quota_row", "mantle")
            .setMillis("minute_at", Sample.NOON.toEpochMilli())
            .set("revision", 1L);
    figures.forEach(minute::set);
    return page("quota", List.of(minute)).sentence();
  }

  @Test
  void findings_stand_gravest_first_and_superseded_last() throws Exception {
    List<LakeRow> rows = new ArrayList<>(day());
    rows.add(finding("ffff", "residency-breach", "critical", "superseded"));
    rows.add(finding("0000", "x-rule", "info", "open"));
    JsonNode found = json("findings", rows, Window.all()).get("rows");
    assertThat(found.get(0).get("severity").asText()).isEqualTo("critical");
    assertThat(found.get(0).get("status").asText()).isEqualTo("open");
    assertThat(found.get(found.size() - 1).get("finding_id").asText()).isEqualTo("ffff");
    assertThat(found.get(found.size() - 2).get("finding_id").asText()).isEqualTo("0000");
  }

  @Test
  void latency_is_exact_and_says_how_many_calls_have_none() throws Exception {
    Sample sample = new Sample();
    for (int i = 0; i < 100; i++) {
      long latency = 100L + i;
      sample.add(
          "n" + i,
          dev.landfall.core.model.WitnessKind.LOG,
          i,
          "log.json.gz",
          draft -> {
            draft.inferenceRegion = "ap-southeast-2";
            draft.latencyMs = latency;
          });
    }
    sample.add(
        "silent",
        dev.landfall.core.model.WitnessKind.LOG,
        200,
        "log.json.gz",
        draft -> draft.inferenceRegion = "ap-southeast-2");
    JsonNode rows = json("latency", sample.rows(), Window.all()).get("rows");
    JsonNode row = row(rows, "inference_region", "ap-southeast-2");
    assertThat(row.get("calls").asLong()).isEqualTo(100);
    assertThat(row.get("not_measurable").asLong()).isEqualTo(1);
    assertThat(row.get("p50_ms").asLong()).isEqualTo(149);
    assertThat(row.get("p95_ms").asLong()).isEqualTo(194);
    assertThat(row.get("p99_ms").asLong()).isEqualTo(198);
  }

  @Test
  void coverage_tells_what_was_read_and_what_is_missing() throws Exception {
    List<LakeRow> rows = new ArrayList<>(day());
    rows.add(unreadable());
    JsonNode page = json("coverage", rows, Window.all());
    JsonNode coverage = page.get("coverage");
    assertThat(coverage.get("records").get("ties").asBoolean()).isTrue();
    assertThat(coverage.get("objects").get("unreadable").asLong()).isEqualTo(1);
    assertThat(coverage.get("unreadable").get(0).get("reason").asText()).isEqualTo("denied");
    assertThat(coverage.get("rejects").get(0).get("reason").asText()).isEqualTo("bad-json");
    assertThat(coverage.get("surfaces").get(0).get("surface").asText()).isEqualTo("batch");
    assertThat(coverage.get("changes").get(0).get("change").asText()).isEqualTo("logging-off");
    assertThat(coverage.get("ignored_reasons").get("not-bedrock").asLong()).isEqualTo(3);
    assertThat(coverage.get("verdicts").get("BOUNDED").asLong()).isZero();
  }

  @Test
  void hours_without_a_file_are_listed_between_the_first_and_the_last() throws Exception {
    List<LakeRow> rows = new ArrayList<>();
    for (String hour : List.of("00", "01", "05")) {
      rows.add(log("l" + hour, Instant.parse("2026-11-02T" + hour + ":00:00Z")));
    }
    rows.add(trail("file:///t/111122223333_CloudTrail_ap-southeast-6_20261102T0005Z_x.json.gz"));
    rows.add(trail("file:///t/111122223333_CloudTrail_ap-southeast-6_20261102T0255Z_y.json.gz"));
    JsonNode page = json("coverage", rows, Window.all());
    JsonNode missing = page.get("coverage").get("missing_hours");
    assertThat(missing).hasSize(2);
    JsonNode trail = row(missing, "kind", "cloudtrail");
    assertThat(trail.get("from_at").asText()).isEqualTo("2026-11-02T01:00:00Z");
    assertThat(trail.get("to_at").asText()).isEqualTo("2026-11-02T02:00:00Z");
    JsonNode log = row(missing, "kind", "invocation-log");
    assertThat(log.get("from_at").asText()).isEqualTo("2026-11-02T02:00:00Z");
    assertThat(log.get("hours").asLong()).isEqualTo(3);
    Window window =
        new Window(Instant.parse("2026-11-02T03:00:00Z"), Instant.parse("2026-11-02T04:00:00Z"));
    JsonNode cut = json("coverage", rows, window).get("coverage").get("missing_hours");
    assertThat(cut).hasSize(1);
    assertThat(cut.get(0).get("hours").asLong()).isEqualTo(1);
  }

  @Test
  void objects_that_landfall_planted_itself_make_no_hours_without_files_and_are_no_source()
      throws Exception {
    List<LakeRow> rows = new ArrayList<>();
    for (String day : List.of("02", "03")) {
      Instant noon = Instant.parse("2026-11-" + day + "T12:00:00Z");
      rows.add(log("usual" + day, noon).set("account", "000000000000"));
      rows.add(log("planted" + day, noon).set("kind", "canary"));
    }
    rows.add(log("real", Instant.parse("2026-11-03T12:00:00Z")));
    JsonNode page = json("coverage", rows, Window.all());
    assertThat(page.get("coverage").get("missing_hours")).isEmpty();
    assertThat(page.get("rows")).hasSize(1);
    assertThat(page.get("rows").get(0).get("objects").asLong()).isEqualTo(1);
  }

  @Test
  void missing_evidence_outweighs_findings_and_findings_outweigh_none() {
    assertThat(page("residency", day()).outcome()).isEqualTo(Outcome.CANNOT_SAY);
    List<LakeRow> findings =
        day().stream().filter(row -> row.table() == LakeTable.FINDINGS).toList();
    assertThat(page("residency", findings).outcome()).isEqualTo(Outcome.FINDINGS);
    assertThat(page("residency", List.of()).outcome()).isEqualTo(Outcome.FINE);
  }

  @Test
  void every_form_of_every_report_is_the_same_twice_and_in_any_order_of_files() {
    List<LakeRow> rows = new ArrayList<>(day());
    List<LakeRow> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    TestLake one = new TestLake(folder.resolve("one")).write(rows).publish(Sample.NOON);
    TestLake other = new TestLake(folder.resolve("other"));
    reversed.forEach(row -> other.write(List.of(row)));
    rows.subList(0, 3).forEach(row -> other.write(List.of(row)));
    other.publish(Sample.NOON).publish(Sample.NOON);
    try (Lake first = one.open();
        Lake again = one.open();
        Lake second = other.open()) {
      for (Report report : Reports.all()) {
        for (Format format : Format.values()) {
          String text = Renderer.render(report.run(first, Window.all()), format);
          assertThat(Renderer.render(report.run(again, Window.all()), format)).isEqualTo(text);
          assertThat(Renderer.render(report.run(second, Window.all()), format)).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void names_are_unique_and_found() {
    assertThat(Reports.all().stream().map(Report::name)).doesNotHaveDuplicates().isNotEmpty();
    assertThat(Reports.byName("residency")).isPresent();
    assertThat(Reports.byName("no-such")).isEmpty();
  }

  private static List<LakeRow> day() {
    return Sample.day().rows();
  }

  private JsonNode json(String name, List<LakeRow> rows, Window window) throws Exception {
    TestLake written =
        new TestLake(folder.resolve(name + System.nanoTime())).write(rows).publish(Sample.NOON);
    try (Lake lake = written.open()) {
      ReportPage page = Reports.byName(name).orElseThrow().run(lake, window);
      return JSON.readTree(Renderer.render(page, Format.JSON));
    }
  }

  private ReportPage page(String name, List<LakeRow> rows) {
    TestLake written =
        new TestLake(folder.resolve(name + System.nanoTime())).write(rows).publish(Sample.NOON);
    try (Lake lake = written.open()) {
      return Reports.byName(name).orElseThrow().run(lake, Window.all());
    }
  }

  private static JsonNode row(JsonNode rows, String column, String value) {
    for (JsonNode row : rows) {
      if (row.get(column).asText().equals(value)) {
        return row;
      }
    }
    throw new AssertionError("no row with " + column + " = " + value + " in " + rows);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static LakeRow finding(String id, String rule, String severity, String status) {
    return new LakeRow(LakeTable.FINDINGS)
        .set("finding_id", id)
        .set("rule", rule)
        .set("severity", severity)
        .set("status", status)
        .set("occurrences", 1L)
        .setMillis("first_seen_at", Sample.NOON.toEpochMilli())
        .setMillis("last_seen_at", Sample.NOON.toEpochMilli())
        .set("revision", 1L);
  }

  private static LakeRow unreadable() {
    return new LakeRow(LakeTable.OBJECTS)
        .set("uri", "file:///logs/locked")
        .set("sha256", "")
        .set("kind", "directory")
        .set("status", "unreadable")
        .set("reason", "denied")
        .setMillis("first_seen_at", Sample.NOON.toEpochMilli());
  }

  private static LakeRow log(String uri, Instant hour) {
    return Sample.object("file:///" + uri, "invocation-log", 1, 1)
        .setMillis("covers_from_at", hour.toEpochMilli())
        .setMillis("first_event_at", hour.toEpochMilli())
        .setMillis("last_event_at", hour.toEpochMilli());
  }

  private static LakeRow trail(String uri) {
    return Sample.object(uri, "cloudtrail", 1, 1)
        .setMillis("covers_from_at", Instant.parse("2026-11-02T00:00:00Z").toEpochMilli());
  }
}
