package dev.landfall.reports.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SYDNEY = "ap-southeast-2";
  private static final String MELBOURNE = "ap-southeast-4";

  @TempDir Path folder;
  private int lakes;

  @Test
  void a_sample_is_placed_where_its_call_ran_and_times_are_exact() throws Exception {
    Sample calls = new Sample();
    List<LakeRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean sydney = i % 2 == 0;
      calls.both("p" + i, i, sydney ? SYDNEY : MELBOURNE);
      rows.add(probe("p" + i, i, (sydney ? 100 : 300) + i * 0.5));
    }
    rows.addAll(calls.rows());
    JsonNode page = json(rows, new LatencyReport());
    JsonNode sydney = row(page.get("rows"), "probed", SYDNEY);
    assertThat(sydney.get("calls").asLong()).isEqualTo(100);
    assertThat(sydney.get("p50_ms").asDouble()).isEqualTo(149);
    assertThat(sydney.get("p95_ms").asDouble()).isEqualTo(194);
    assertThat(sydney.get("p99_ms").asDouble()).isEqualTo(198);
    assertThat(sydney.get("p999_ms").isNull()).as("it takes 1,000").isTrue();
    assertThat(sydney.get("p95_low_ms").asDouble()).isLessThan(194);
    assertThat(sydney.get("p99_low_ms").isNull()).as("it takes 368").isTrue();
    assertThat(sydney.get("factors").asText()).isEqualTo("warm, uncached, 200 in, 100 out, 2.0/s");
    JsonNode melbourne = row(page.get("rows"), "probed", MELBOURNE);
    assertThat(melbourne.get("p50_ms").asDouble()).isEqualTo(349.5);
    JsonNode heat = page.get("heat_probed").get(0);
    assertThat(heat.get(SYDNEY).asDouble()).isEqualTo(194);
    assertThat(heat.get(MELBOURNE).asDouble()).isEqualTo(394.5);
    assertThat(row(page.get("parts"), "probed", SYDNEY).get("measure").asText())
        .isEqualTo("network");
  }

  @Test
  void calls_of_the_probe_are_left_out_of_users_figures_unless_asked_for_and_sums_still_tie()
      throws Exception {
    Sample calls = Sample.day();
    List<LakeRow> rows = new ArrayList<>(calls.rows());
    rows.add(probe("a2", 60, 700));
    JsonNode without = json(rows, Reports.byName("residency").orElseThrow());
    assertThat(regions(without)).doesNotContain(SYDNEY);
    assertThat(without.get("coverage").get("calls").asLong()).isEqualTo(6);
    assertThat(without.get("coverage").get("probe_calls").asLong()).isEqualTo(1);
    assertThat(without.get("coverage").get("records").get("ties").asBoolean()).isTrue();
    TestLake lake = lake(rows);
    try (Lake opened = lake.open();
        Lake with = opened.withProbes()) {
      ReportPage page = Reports.byName("residency").orElseThrow().run(with, Window.all());
      JsonNode included = JSON.readTree(Renderer.render(page, Format.JSON));
      assertThat(regions(included)).contains(SYDNEY);
      assertThat(included.get("coverage").get("calls").asLong()).isEqualTo(7);
      assertThat(Renderer.render(page, Format.TABLE))
          .contains("the probe's own calls  1, included");
    }
    JsonNode quota = json(rows, Reports.byName("quota").orElseThrow());
    assertThat(quota.get("rows")).hasSameSizeAs(json(calls.rows(), quota()).get("rows"));
    try (Lake opened = lake.open()) {
      assertThat(quota().run(opened, Window.all()).table().note())
          .contains("The latency probe made 1 of these calls, 20.0 % of the settled tokens.");
    }
  }

  @Test
  void a_sample_of_another_account_or_partition_is_not_the_call_and_one_that_knows_none_is()
      throws Exception {
    Sample calls = new Sample();
    calls.both("a", 0, SYDNEY);
    for (LakeRow other :
        List.of(
            probe("a", -10, 5).set("account", "999988887777"),
            probe("a", -10, 5).set("partition", "aws-us-gov"))) {
      List<LakeRow> rows = new ArrayList<>(calls.rows());
      rows.add(other);
      JsonNode page = json(rows, new LatencyReport());
      assertThat(page.get("coverage").get("calls").asLong()).isEqualTo(1);
      assertThat(page.get("coverage").get("unmatched").get(0).get("reason").asText())
          .isEqualTo("no record");
    }
    List<LakeRow> rows = new ArrayList<>(calls.rows());
    rows.add(probe("a", 0, 5).set("account", null));
    JsonNode page = json(rows, new LatencyReport());
    assertThat(page.get("coverage").get("calls").asLong()).isZero();
    assertThat(page.get("coverage").get("unmatched")).isEmpty();
  }

  @Test
  void samples_without_a_call_say_why_and_how_long_they_wait() throws Exception {
    List<LakeRow> rows = new ArrayList<>();
    rows.add(probe("gone", -3600, 100));
    rows.add(probe("young", 10, 100));
    rows.add(
        probe("silent", -60, 100)
            .set("request_id", null)
            .set("error_class", "network")
            .set("error_code", "ConnectException"));
    JsonNode page = json(rows, new LatencyReport());
    JsonNode unmatched = page.get("coverage").get("unmatched");
    assertThat(unmatched).hasSize(3);
    JsonNode gone = named(unmatched, "no record");
    assertThat(gone.get("waited_s").asLong()).isEqualTo(3600);
    assertThat(gone.get("example_request_id").asText()).isEqualTo("request-gone");
    assertThat(named(unmatched, "waiting").get("waited_s").asLong()).isZero();
    assertThat(named(unmatched, "no answer").get("example_request_id").isNull()).isTrue();
    JsonNode row = row(page.get("rows"), "probed, unmatched", null);
    assertThat(row.get("calls").asLong()).isEqualTo(2);
    assertThat(row.get("failed").asLong()).isEqualTo(1);
    assertThat(page.get("heat_probed")).as("no Region is shown").isNull();
  }

  @Test
  void warm_up_is_matched_and_left_out_but_measures_nothing() throws Exception {
    Sample calls = new Sample();
    calls.both("w", 0, SYDNEY);
    List<LakeRow> rows = new ArrayList<>(calls.rows());
    rows.add(probe("w", 0, 5000).set("purpose", "warm-up"));
    JsonNode page = json(rows, new LatencyReport());
    assertThat(page.get("rows")).isEmpty();
    assertThat(page.get("coverage").get("probe_calls").asLong()).isEqualTo(1);
  }

  @Test
  void two_windows_and_two_profiles_are_compared_in_words() throws Exception {
    Sample calls = new Sample();
    List<LakeRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean late = i >= 100;
      calls.both("p" + i, i, SYDNEY);
      rows.add(probe("p" + i, i, (late ? 180 : 100) + i % 100));
    }
    rows.addAll(calls.rows());
    Instant middle = Sample.NOON.plusSeconds(100);
    Report windows =
        new LatencyReport(new LatencyOptions(new Window(null, middle), null, Map.of(), null));
    JsonNode compared =
        row(json(rows, windows, new Window(middle, null)).get("comparison"), "probed", SYDNEY);
    assertThat(compared.get("result").asText())
        .matches("slower in \\d+ % of pairs; P95 slower by \\d+–\\d+ ms");
    assertThat(compared.get("p95_difference_ms").asDouble()).isEqualTo(80);
    assertThat(compared.get("slower_share").asDouble()).isCloseTo(0.98, within(0.01));
    Report profiles =
        new LatencyReport(
            new LatencyOptions(
                null, LatencyOptions.Pair.of(Sample.AU_PROFILE + ",nobody"), Map.of(), null));
    JsonNode pair = row(json(rows, profiles).get("comparison"), "probed", null);
    assertThat(pair.get("result").asText())
        .isEqualTo("too few samples: 200 and 0, it takes 20 of each");
  }

  @Test
  void goodput_holds_calls_to_the_objective_of_their_workload_and_the_probe_to_the_one_asked_for()
      throws Exception {
    Sample calls = new Sample();
    for (int i = 0; i < 4; i++) {
      long latency = 400 + i * 100;
      calls.add(
          "u" + i,
          WitnessKind.LOG,
          i,
          "log.json.gz",
          draft -> {
            draft.inferenceRegion = SYDNEY;
            draft.latencyMs = latency;
          });
    }
    List<LakeRow> rows = new ArrayList<>(calls.rows());
    rows.add(probe("x", 5, 450));
    rows.add(probe("y", 6, 45).set("error_class", "throttled").set("throttled", true));
    Report report =
        new LatencyReport(new LatencyOptions(null, null, Map.of("contact-centre", 600L), 500L));
    JsonNode goodput = json(rows, report).get("goodput");
    assertThat(goodput.get(0).get("workload").asText()).isEqualTo("contact-centre");
    assertThat(goodput.get(0).get("goodput").asDouble()).isEqualTo(0.75);
    assertThat(goodput.get(1).get("evidence").asText()).isEqualTo("probed, unmatched");
    assertThat(goodput.get(1).get("goodput").asDouble()).isEqualTo(0.5);
    assertThat(json(rows, new LatencyReport()).get("goodput")).as("no objective").isNull();
  }

  @Test
  void published_figures_stand_beside_measured_ones() throws Exception {
    JsonNode none = json(List.of(), new LatencyReport()).get("claims");
    assertThat(none).hasSize(3);
    none.forEach(claim -> assertThat(claim.get("verdict").asText()).isEqualTo("not measured"));
    Sample calls = new Sample();
    List<LakeRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean away = i % 2 == 0;
      calls.both("p" + i, i, away ? "ap-southeast-1" : SYDNEY);
      rows.add(
          probe("p" + i, i, 900)
              .set("source_region", SYDNEY)
              .set("operation", "ConverseStream")
              .set("streaming", true)
              .set("wait_ms", 0.0)
              .set("first_token_ms", (away ? 290.0 : 200.0) + i % 7));
    }
    rows.addAll(calls.rows());
    JsonNode claims = json(rows, new LatencyReport()).get("claims");
    assertThat(claims.get(0).get("measured_ms").asDouble()).isBetween(85.0, 95.0);
    assertThat(claims.get(0).get("verdict").asText()).isEqualTo("contradicted");
    assertThat(claims.get(1).get("verdict").asText()).isEqualTo("not measured");
    assertThat(claims.get(2).get("verdict").asText()).isEqualTo("contradicted");
  }

  @Test
  void a_baseline_is_stored_once_and_the_newest_counts() throws Exception {
    Sample calls = new Sample();
    List<LakeRow> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.both("p" + i, i, SYDNEY);
      rows.add(probe("p" + i, i, 100 + i));
    }
    rows.addAll(calls.rows());
    TestLake written = lake(rows);
    try (Lake lake = written.open()) {
      assertThat(Baselines.newest(lake.folder())).isEmpty();
      Baseline baseline = Baseline.measure(lake, Window.all(), Sample.NOON).orElseThrow();
      assertThat(baseline.samples()).isEqualTo(100);
      assertThat(baseline.inputsSha256()).matches("[0-9a-f]{64}");
      assertThat(baseline.rows()).hasSize(1);
      assertThat(baseline.rows().get(0).p95Ms()).isEqualTo(194);
      Path file = Baselines.store(lake.folder(), baseline);
      assertThat(Baselines.store(lake.folder(), baseline)).isEqualTo(file);
      Window half = new Window(Sample.NOON, Sample.NOON.plusSeconds(50));
      Baseline later = Baseline.measure(lake, half, Sample.NOON.plusSeconds(60)).orElseThrow();
      assertThat(later.inputsSha256()).isNotEqualTo(baseline.inputsSha256());
      Baselines.store(lake.folder(), later);
      assertThat(Baselines.newest(lake.folder())).contains(later);
      assertThat(Files.readString(file)).isEqualTo(Baselines.text(baseline)).contains("\"p95_ms\"");
      assertThat(Baseline.measure(lake, new Window(null, Sample.NOON), Sample.NOON)).isEmpty();
    }
  }

  @Test
  void regressions_are_told_of_settled_minutes_against_objective_and_baseline() throws Exception {
    Sample calls = new Sample();
    List<LakeRow> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int second = -3600 + i * 6; // ten minutes, ten calls each
      boolean slow = i >= 30;
      calls.both("p" + i, second, SYDNEY);
      rows.add(probe("p" + i, second, slow ? 400 : 100));
      calls.add(
          "u" + i,
          WitnessKind.LOG,
          second,
          "log.json.gz",
          draft -> {
            draft.inferenceRegion = MELBOURNE;
            draft.latencyMs = slow ? 700L : 300L;
          });
    }
    rows.addAll(calls.rows());
    TestLake written = lake(rows);
    Report report =
        new LatencyReport(new LatencyOptions(null, null, Map.of("contact-centre", 600L), null));
    try (Lake lake = written.open()) {
      Window before = new Window(null, Sample.NOON.minusSeconds(3600 - 180));
      Baselines.store(lake.folder(), Baseline.measure(lake, before, Sample.NOON).orElseThrow());
      JsonNode found =
          JSON.readTree(Renderer.render(report.run(lake, Window.all()), Format.JSON))
              .get("regressions");
      assertThat(found).hasSize(2);
      JsonNode logged = row(found, "logged", MELBOURNE);
      assertThat(logged.get("limit_ms").asLong()).isEqualTo(600);
      assertThat(logged.get("from_at").asText()).isEqualTo("2026-11-02T11:03:00Z");
      assertThat(logged.get("minutes_over").asLong()).isEqualTo(7);
      assertThat(logged.get("to_at").isNull()).isTrue();
      JsonNode probed = row(found, "probed", SYDNEY);
      assertThat(probed.get("limit_ms").asLong()).isEqualTo(100);
      assertThat(probed.get("limit").asText()).isEqualTo("baseline of 2026-11-02T12:00:00Z");
      Files.writeString(Baselines.folder(lake.folder()).resolve("29990101T000000Z-x.json"), "{");
      assertThat(Renderer.render(report.run(lake, Window.all()), Format.TABLE))
          .contains("cannot read the baseline", "29990101T000000Z-x.json");
    }
  }

  private static Report quota() {
    return Reports.byName("quota").orElseThrow();
  }

  private static LakeRow probe(String id, long second, double totalMs) {
    return new LakeRow(LakeTable.PROBES)
        .set("sample_id", "run-" + id)
        .set("request_id", "request-" + id)
        .set("partition", "aws")
        .set("account", Sample.ACCOUNT)
        .set("purpose", "measure")
        .set("source_region", "ap-southeast-6")
        .set("operation", "Converse")
        .set("streaming", false)
        .set("model", Sample.MODEL)
        .set("model_id", Sample.AU_PROFILE)
        .set("profile", Sample.AU_PROFILE)
        .set("connection", "warm")
        .set("cache", "uncached")
        .set("prompt_tokens", 200L)
        .set("max_tokens", 100L)
        .set("offered_rate", 2.0)
        .set("network_ms", 31.0)
        .set("first_byte_ms", 60.0)
        .set("sent_total_ms", totalMs)
        .set("wait_ms", 0.0)
        .set("total_ms", totalMs)
        .setMillis("sent_at", Sample.NOON.plusSeconds(second).toEpochMilli());
  }

  private TestLake lake(List<LakeRow> rows) {
    return new TestLake(folder.resolve("lake" + lakes++)).write(rows).publish(Sample.NOON);
  }

  private JsonNode json(List<LakeRow> rows, Report report) throws Exception {
    return json(rows, report, Window.all());
  }

  private JsonNode json(List<LakeRow> rows, Report report, Window window) throws Exception {
    try (Lake lake = lake(rows).open()) {
      return JSON.readTree(Renderer.render(report.run(lake, window), Format.JSON));
    }
  }

  private static JsonNode row(JsonNode rows, String evidence, @Nullable String region) {
    for (JsonNode row : rows) {
      JsonNode served = row.get("inference_region");
      boolean there = region == null ? served.isNull() : region.equals(served.asText());
      if (there && row.get("evidence").asText().equals(evidence)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + evidence + " in " + region + ": " + rows);
  }

  private static JsonNode named(JsonNode rows, String reason) {
    for (JsonNode row : rows) {
      if (row.get("reason").asText().equals(reason)) {
        return row;
      }
    }
    throw new AssertionError("no " + reason + " in " + rows);
  }

  private static List<String> regions(JsonNode page) {
    List<String> regions = new ArrayList<>();
    page.get("rows").forEach(row -> regions.add(row.get("inference_region").asText()));
    return regions;
  }
}
