package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.quota.QuotaRecount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generate, replay, report, as a user would; every figure against what was planted. */
class ReplayTruthIT {
  private static final JsonMapper JSON = new JsonMapper();
  @TempDir static Path folder;
  private static JsonNode truth;
  private static JsonNode totals;
  private static Landfall.Ended replay;

  @BeforeAll
  static void generate_and_replay() throws Exception {
    Path made = folder.resolve("made");
    Landfall.Ended generated =
        Landfall.run(
            folder,
            "1g",
            "generate",
            "--out",
            made.toString(),
            "--calls",
            "50000",
            "--scenes",
            "--throttle-episodes",
            "4");
    assertThat(generated.exit()).as(generated.err()).isZero();
    truth = JSON.readTree(made.resolve("truth.json").toFile());
    replay = verb("replay", "--json");
    assertThat(replay.out()).as(replay.err()).startsWith("{");
    totals = JSON.readTree(replay.out());
  }

  @Test
  void every_figure_of_the_replay_is_as_planted_and_the_sums_tie() {
    for (String figure :
        List.of(
            "records_read",
            "calls",
            "pairing",
            "verdicts",
            "witnesses",
            "duplicates",
            "addenda",
            "changes",
            "ignored",
            "rejected",
            "late",
            "breach_calls")) {
      assertThat(totals.path(figure)).as(figure).isEqualTo(truth.path(figure));
    }
    assertThat(totals.path("bytes_read")).isEqualTo(truth.path("bytes_raw"));
    Map<String, Long> findings = numbers(totals.path("findings"));
    Long gaps = findings.remove("evidence-gap");
    JsonNode planted = truth.path("evidence_gaps");
    long offOrNarrowed =
        planted.path("logging-off").asLong()
            + planted.path("trail-off").asLong()
            + planted.path("selectors-changed").asLong();
    assertThat(offOrNarrowed).isEqualTo(3);
    // damaged objects of one account, Region, kind and reason are one finding
    assertThat(gaps)
        .isBetween(offOrNarrowed + 2, offOrNarrowed + planted.path("damaged-object").asLong());
    assertThat(findings).isEqualTo(numbers(truth.path("findings")));
    assertThat(findings).containsKeys("region-mix-drift", "latency-regression", "client-fallback");
    long sum = 0;
    for (String part :
        List.of("witnesses", "duplicates", "addenda", "changes", "rejected", "late")) {
      sum += totals.path(part).asLong();
    }
    for (JsonNode ignored : totals.path("ignored")) {
      sum += ignored.asLong();
    }
    assertThat(sum).isEqualTo(totals.path("records_read").asLong());
    assertThat(totals.path("seconds").asDouble()).isPositive();
    assertThat(totals.path("startup_seconds").asDouble()).isPositive();
  }

  @Test
  void damaged_places_make_the_exit_code_say_that_not_all_can_be_said() {
    assertThat(truth.path("rejected").asLong()).isPositive();
    assertThat(replay.exit()).isEqualTo(2);
  }

  @Test
  void tokens_per_region_in_the_residency_report_are_as_planted() throws Exception {
    Map<String, Long> ours = new TreeMap<>();
    for (JsonNode row : report("residency").path("rows")) {
      String region = row.path("inference_region").asText("null");
      if (!region.equals("null")) {
        add(ours, region + " input", row.path("input_tokens").asLong());
        add(ours, region + " output", row.path("output_tokens").asLong());
        add(ours, region + " cache_read", row.path("cache_read_tokens").asLong());
        add(ours, region + " cache_write", row.path("cache_write_tokens").asLong());
        add(ours, region + " burn", row.path("burn_tokens").asLong());
      }
    }
    Map<String, Long> planted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> region : truth.path("tokens_by_region").properties()) {
      if (!region.getKey().equals("none")) {
        for (Map.Entry<String, JsonNode> sum : region.getValue().properties()) {
          add(planted, region.getKey() + " " + sum.getKey(), sum.getValue().asLong());
        }
      }
    }
    assertThat(ours).isEqualTo(planted);
  }

  @Test
  void calls_by_flow_in_the_residency_report_are_as_planted() throws Exception {
    assertThat(flows(report("residency").path("rows")))
        .isEqualTo(flows(truth.path("calls_by_flow")));
  }

  @Test
  void settled_tokens_requests_and_throttles_of_every_quota_minute_are_as_planted()
      throws Exception {
    assertThat(minutes(report("quota").path("rows")))
        .isEqualTo(minutes(truth.path("settled_by_quota_minute")));
  }

  @Test
  void the_ledger_s_figures_can_be_counted_anew_from_the_calls() {
    try (Lake lake = Lake.open(folder.resolve("made").resolve("lake"), LakeOptions.standard())) {
      assertThat(QuotaRecount.differences(lake)).isEmpty();
    }
  }

  @Test
  void each_throttled_row_names_the_quota_that_the_generator_s_limiter_refused_by()
      throws Exception {
    Map<String, String> planted = new TreeMap<>();
    for (JsonNode episode : truth.path("throttle_episodes")) {
      planted.put(
          String.join(
              " ",
              episode.path("account").asText(),
              episode.path("source_region").asText(),
              episode.path("model").asText(),
              episode.path("quota_row").asText()),
          episode.path("kind").asText());
    }
    assertThat(planted.values()).containsExactlyInAnyOrder("reservation", "settlement", "requests");
    Map<String, String> said =
        Map.of(
            "reservation", "Reserving max_tokens would have passed the quota",
            "settlement", "What had been settled was the quota",
            "requests", "Requests per minute were used up");
    Map<String, String> causes = new TreeMap<>();
    for (JsonNode row : report("quota").path("throttled")) {
      String key =
          String.join(
              " ",
              row.path("account").asText(),
              row.path("source_region").asText(),
              row.path("quota").asText());
      causes.put(key, row.path("cause").asText());
      assertThat(row.path("status").asText()).isEqualTo("ended");
    }
    planted.forEach(
        (key, kind) ->
            assertThat(causes.get(key))
                .as(key)
                .startsWith(said.get(kind))
                .contains("Held then by analytics"));
  }

  @Test
  void replaying_again_changes_no_report_by_a_byte() throws Exception {
    Map<String, String> before = reports();
    assertThat(verb("replay", "--json").exit()).isEqualTo(2);
    assertThat(reports()).isEqualTo(before);
  }

  @Test
  void canaries_in_prompts_answers_errors_and_broken_lines_are_nowhere() throws Exception {
    List<String> canaries = new ArrayList<>();
    truth.path("canaries").forEach(canary -> canaries.add(canary.asText()));
    assertThat(canaries).isNotEmpty();
    Landfall.assertNowhere(
        canaries,
        folder.resolve("made").resolve("lake"),
        replay.out(),
        replay.err(),
        verb("report", "coverage", "--format", "html").out(),
        verb("report", "findings", "--format", "html").out());
  }

  private static Map<String, String> reports() throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (String name : List.of("residency", "coverage", "quota", "findings", "latency")) {
      texts.put(name, verb("report", name, "--format", "json").out());
    }
    return texts;
  }

  private static JsonNode report(String name) throws Exception {
    Landfall.Ended ended = verb("report", name, "--format", "json");
    assertThat(ended.out()).as(ended.err()).startsWith("{");
    return JSON.readTree(ended.out());
  }

  private static Landfall.Ended verb(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--config");
    all.add(folder.resolve("made").resolve("landfall.yaml").toString());
    return Landfall.run(folder, "1g", all.toArray(String[]::new));
  }

  private static Map<String, Long> flows(JsonNode rows) {
    Map<String, Long> flows = new TreeMap<>();
    for (JsonNode row : rows) {
      add(
          flows,
          String.join(
              " ",
              row.path("source_region").asText("null"),
              row.path("inference_region").asText("null"),
              row.path("verdict").asText(),
              row.path("workload").asText()),
          row.path("calls").asLong());
    }
    return flows;
  }

  private static Map<String, String> minutes(JsonNode rows) {
    Map<String, String> minutes = new TreeMap<>();
    for (JsonNode row : rows) {
      String figures =
          "%d settled %d requests %d throttled"
              .formatted(
                  row.path("settled_tokens").asLong(),
                  row.path("requests").asLong(),
                  row.path("throttled").asLong());
      // a minute in which something was only in flight has peaks and nothing planted
      if (!figures.equals("0 settled 0 requests 0 throttled")) {
        minutes.put(
            String.join(
                " ",
                row.path("account").asText(),
                row.path("source_region").asText(),
                row.path("model").asText(),
                row.path("quota_row").asText(),
                row.path("minute").asText()),
            figures);
      }
    }
    return minutes;
  }

  private static Map<String, Long> numbers(JsonNode node) {
    Map<String, Long> numbers = new TreeMap<>();
    node.properties()
        .forEach(
            f -> {
              if (f.getValue().asLong() != 0) {
                numbers.put(f.getKey(), f.getValue().asLong());
              }
            });
    return numbers;
  }

  private static void add(Map<String, Long> sums, String key, long value) {
    if (value != 0) {
      sums.merge(key, value, Long::sum);
    }
  }
}
