package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples of the probe joined to generated logs, as a user would: what the report says of each
 * Region against what the samples of the calls it served hold.
 *
 * <p>The logs are read here once more by plain JSON, so that where a call ran is known without us.
 */
class LatencyTruthIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> TARGETS =
      Set.of("au.anthropic.claude-sonnet-4-6", "global.anthropic.claude-sonnet-4-6");
  private static final int LOST = 7;

  @TempDir static Path folder;
  private static Path made;
  private static JsonNode truth;
  private static JsonNode latency;

  /** Source Region, served Region and profile, to the times of their samples. */
  private static final Map<String, List<Double>> TIMES = new TreeMap<>();

  private static final class Told {
    private String source = "";
    private String account = "";
    private String profile = "";
    private String operation = "";
    private Instant at = Instant.EPOCH;
    private boolean unclear;
    private final Set<String> regions = new TreeSet<>();
  }

  @BeforeAll
  static void generate_probe_and_replay() throws Exception {
    made = folder.resolve("made");
    Landfall.Ended generated =
        Landfall.run(
            folder, "1g", "generate", "--out", made.toString(), "--calls", "12000", "--clean");
    assertThat(generated.exit()).as(generated.err()).isZero();
    truth = JSON.readTree(made.resolve("truth.json").toFile());
    write(calls());
    Landfall.Ended replay = verb("replay", "--json");
    assertThat(replay.out()).as(replay.err()).startsWith("{");
    JsonNode totals = JSON.readTree(replay.out());
    assertThat(totals.path("calls")).isEqualTo(truth.path("calls"));
    assertThat(totals.path("ties").asBoolean()).isTrue();
    long samples = TIMES.values().stream().mapToLong(List::size).sum() + LOST;
    assertThat(totals.path("ignored").path("probe-sample").asLong()).isEqualTo(samples);
    assertThat(totals.path("records_read").asLong())
        .isEqualTo(truth.path("records_read").asLong() + samples);
    latency = report("latency");
  }

  @Test
  void latency_of_each_region_that_served_is_that_of_its_samples() throws Exception {
    Map<String, String> ours = new TreeMap<>();
    for (JsonNode row : latency.path("rows")) {
      if (row.path("evidence").asText().equals("probed")) {
        ours.put(
            key(
                row.path("source_region").asText(),
                row.path("inference_region").asText(),
                row.path("profile").asText()),
            figures(
                row.path("calls").asLong(),
                row.path("p50_ms"),
                row.path("p95_ms"),
                row.path("p99_ms")));
      }
    }
    Map<String, String> planted = new TreeMap<>();
    TIMES.forEach((key, times) -> planted.put(key, figures(times)));
    assertThat(ours).isEqualTo(planted).hasSizeGreaterThan(7);
  }

  @Test
  void samples_that_no_log_tells_of_are_shown_as_unmatched() throws Exception {
    JsonNode unmatched = latency.path("coverage").path("unmatched");
    assertThat(unmatched).hasSize(1);
    assertThat(unmatched.get(0).path("samples").asLong()).isEqualTo(LOST);
    assertThat(unmatched.get(0).path("reason").asText()).isEqualTo("no record");
    assertThat(unmatched.get(0).path("waited_s").asLong()).isPositive();
    long rows = 0;
    for (JsonNode row : latency.path("rows")) {
      rows += row.path("evidence").asText().equals("probed, unmatched") ? 1 : 0;
    }
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void calls_of_the_probe_are_out_of_residency_and_in_when_asked_for() throws Exception {
    long planted = 0;
    for (JsonNode flow : truth.path("calls_by_flow")) {
      planted += flow.path("calls").asLong();
    }
    long probed = TIMES.values().stream().mapToLong(List::size).sum();
    assertThat(calls(report("residency", "--include-probes"))).isEqualTo(planted);
    JsonNode without = report("residency");
    assertThat(calls(without)).isEqualTo(planted - probed);
    assertThat(without.path("coverage").path("probe_calls").asLong()).isEqualTo(probed);
  }

  @Test
  void a_baseline_is_stored_and_says_the_same() throws Exception {
    Landfall.Ended ended = verb("probe", "baseline", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode baseline = JSON.readTree(ended.out());
    long probed = TIMES.values().stream().mapToLong(List::size).sum();
    assertThat(baseline.path("samples").asLong()).isEqualTo(probed);
    try (var files = Files.list(made.resolve("lake/_control/baselines"))) {
      assertThat(files.map(file -> read(file))).contains(ended.out());
    }
  }

  @Test
  void the_report_is_the_same_twice_and_the_page_says_where_there_is_no_data() throws Exception {
    assertThat(JSON.readTree(verb("report", "latency", "--format", "json").out()))
        .isEqualTo(latency);
    String html = verb("report", "latency", "--format", "html").out();
    assertThat(html).contains("no data", "heat5", "the Sydney article").doesNotContain("<script");
    assertThat(verb("report", "latency", "--format", "html").out()).isEqualTo(html);
  }

  /** Calls by the two targets, of which every record names one and the same Region. */
  private static Map<String, Told> calls() throws IOException {
    Map<String, Told> calls = new TreeMap<>();
    try (var files = Files.walk(made.resolve("logs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".gz")).sorted().toList()) {
        read(file, calls);
      }
    }
    calls.values().removeIf(c -> c.unclear || c.regions.size() != 1 || c.profile.isEmpty());
    return calls;
  }

  private static void read(Path file, Map<String, Told> calls) throws IOException {
    boolean trail = file.toString().contains("/CloudTrail/");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode node = JSON.readTree(line);
        if (trail) {
          node.path("Records").forEach(event -> event(event, calls));
        } else if (node.path("operation").asText().equals("Converse")) {
          named(calls, node.path("requestId").asText(), node.path("inferenceRegion"));
        }
      }
    }
  }

  private static void event(JsonNode event, Map<String, Told> calls) {
    boolean ours =
        event.path("eventSource").asText().startsWith("bedrock")
            && event.path("eventName").asText().equals("Converse")
            && TARGETS.contains(event.path("requestParameters").path("modelId").asText());
    if (!ours) {
      return;
    }
    JsonNode region = event.path("additionalEventData").path("inferenceRegion");
    Told told = named(calls, event.path("requestID").asText(), region);
    told.source = event.path("awsRegion").asText();
    String account = event.path("userIdentity").path("accountId").asText();
    told.account = event.path("recipientAccountId").asText(account);
    told.profile = event.path("requestParameters").path("modelId").asText();
    told.operation = "Converse";
    told.at = Instant.parse(event.path("eventTime").asText());
    told.unclear |= event.has("addendum") || event.has("errorCode") || region.isMissingNode();
  }

  private static Told named(Map<String, Told> calls, String id, JsonNode region) {
    Told told = calls.computeIfAbsent(id, i -> new Told());
    if (region.isTextual()) {
      told.regions.add(region.asText());
    }
    return told;
  }

  /** A sample of every other call, each Region with times of its own; and some of no call. */
  private static void write(Map<String, Told> calls) throws IOException {
    StringBuilder lines = new StringBuilder();
    int n = 0;
    for (Map.Entry<String, Told> call : calls.entrySet()) {
      n++;
      Told told = call.getValue();
      String served = told.regions.iterator().next();
      if (n % 2 == 0) {
        double ms = 100 + Math.floorMod(served.hashCode(), 9) * 50 + (n * 37 % 400) + 0.125;
        TIMES
            .computeIfAbsent(key(told.source, served, told.profile), k -> new ArrayList<>())
            .add(ms);
        lines.append(line(call.getKey(), told, n % 10 == 0, ms)).append('\n');
      }
    }
    Told last = calls.values().iterator().next();
    for (int i = 0; i < LOST; i++) {
      lines.append(line("00000000-0000-4000-8000-00000000000" + i, last, false, 99)).append('\n');
    }
    Path day = Files.createDirectories(made.resolve("lake/_probes/dt=2026-11-02"));
    Files.writeString(day.resolve("20261102T000000-0001-1.jsonl"), lines);
  }

  private static ObjectNode line(String id, Told told, boolean accountUnknown, double ms) {
    ObjectNode line = JSON.createObjectNode();
    line.put("sample_id", "run-" + id).put("run_id", "run").put("request_id", id);
    line.put("purpose", "measure").put("partition", "aws");
    line.put("source_region", told.source).put("operation", told.operation);
    line.put("streaming", false).put("model_id", told.profile).put("profile", told.profile);
    line.put("model", told.profile.substring(told.profile.indexOf('.') + 1));
    line.put("connection", "warm").put("cache", "uncached").put("offered_rate", 1.0);
    line.put("prompt_tokens", 200).put("max_tokens", 100).put("http_status", 200);
    line.put("wait_ms", 0.0).put("total_ms", ms).put("sent_total_ms", ms).put("first_byte_ms", ms);
    line.put("network_ms", 25.5).put("throttled", false);
    line.put("sent_at", (told.at.toEpochMilli() - (long) ms) * 1000);
    if (accountUnknown) {
      line.putNull("account");
    } else {
      line.put("account", told.account);
    }
    return line;
  }

  private static String key(String source, String served, String profile) {
    return source + " " + served + " " + profile;
  }

  private static String figures(List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return figures(
        sorted.size(),
        JSON.valueToTree(rank(sorted, 500, 2)),
        JSON.valueToTree(rank(sorted, 950, 20)),
        JSON.valueToTree(rank(sorted, 990, 100)));
  }

  private static String figures(long calls, JsonNode p50, JsonNode p95, JsonNode p99) {
    return calls + " " + p50.asText() + " " + p95.asText() + " " + p99.asText();
  }

  private static Double rank(List<Double> sorted, int perMille, int needs) {
    int n = sorted.size();
    return n < needs ? null : sorted.get((n * perMille + 999) / 1000 - 1);
  }

  private static long calls(JsonNode page) {
    long calls = 0;
    for (JsonNode row : page.path("rows")) {
      calls += row.path("calls").asLong();
    }
    return calls;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode report(String name, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("report", name, "--format", "json"));
    words.addAll(List.of(options));
    Landfall.Ended ended = verb(words.toArray(String[]::new));
    assertThat(ended.out()).as(ended.err()).startsWith("{");
    return JSON.readTree(ended.out());
  }

  private static Landfall.Ended verb(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--config");
    all.add(made.resolve("landfall.yaml").toString());
    return Landfall.run(folder, "1g", all.toArray(String[]::new));
  }
}
