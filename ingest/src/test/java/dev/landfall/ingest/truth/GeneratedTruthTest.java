package dev.landfall.ingest.truth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parsers, merge, judge and quota arithmetic against the generator's own account of what it
 * planted, without an engine in between.
 */
class GeneratedTruthTest {
  @TempDir static Path folder;
  private static JsonNode truth;
  private static final Map<String, Call> CALLS = new HashMap<>();
  private static final Map<String, Long> IGNORED = new TreeMap<>();
  private static final Map<String, Judgement> JUDGED = new HashMap<>();
  private static PolicyHistory policies = PolicyHistory.open();
  private static Map<String, Set<String>> overTime = Map.of();
  private static long addenda;
  private static long changes;
  private static long rejected;
  private static long records;

  @BeforeAll
  static void read_everything_once() throws Exception {
    new Generator(GeneratorOptions.of(folder, 6_000, 7).withScenes(true).withEpisodes(2, false))
        .run();
    truth = new JsonMapper().readTree(folder.resolve("truth.json").toFile());
    PolicyHistory policy = PolicyFile.read(folder.resolve("policy.yaml"));
    policies = policy;
    ParseOptions options =
        new ParseOptions(ParseOptions.defaults().limits(), policy.metadataKeys());
    List<Path> objects;
    try (Stream<Path> walk = Files.walk(folder.resolve("logs"))) {
      objects =
          walk.filter(Files::isRegularFile)
              .filter(path -> AwsLayout.describe(path.toString()).skip() == null)
              .sorted()
              .toList();
    }
    for (Path path : objects) {
      read(path, options);
    }
    Judge judge = new Judge(policy, Catalogue.shipped());
    CALLS.forEach((key, call) -> JUDGED.put(key, judge.judge(call)));
    overTime = FoundOverTime.in(JUDGED.values(), policy);
  }

  private static void read(Path path, ParseOptions options) throws Exception {
    long modified = Files.getLastModifiedTime(path).toMillis();
    ObjectRef ref =
        new ObjectRef(path.toString(), PlaceKind.OBJECT, Files.size(path), modified, modified);
    try (InputStream in = Files.newInputStream(path);
        ObjectCursor cursor = ObjectCursor.open(ref, in, options)) {
      while (cursor.next(new Collecting())) {
        // the sink does the work
      }
      records += (Long) cursor.objectRow().get("records");
    }
  }

  @Test
  void every_record_is_accounted_for_as_planted() {
    long duplicates = CALLS.values().stream().mapToLong(Call::duplicates).sum();
    long witnesses = CALLS.values().stream().mapToLong(Call::witnesses).sum();
    long corrections = CALLS.values().stream().mapToLong(Call::addenda).sum();
    long ignored = IGNORED.values().stream().mapToLong(Long::longValue).sum();
    assertThat(records).isEqualTo(truth.path("records_read").asLong());
    assertThat(IGNORED).isEqualTo(counts(truth.path("ignored")));
    assertThat(rejected).as("rejected").isEqualTo(truth.path("rejected").asLong());
    assertThat(changes).as("changes").isEqualTo(truth.path("changes").asLong());
    assertThat(corrections).as("addenda").isEqualTo(truth.path("addenda").asLong());
    assertThat(addenda).isGreaterThanOrEqualTo(corrections);
    assertThat(witnesses).as("witnesses").isEqualTo(truth.path("witnesses").asLong());
    assertThat(duplicates).as("duplicates").isEqualTo(truth.path("duplicates").asLong());
    assertThat(witnesses + duplicates + corrections + changes + ignored + rejected)
        .isEqualTo(records);
  }

  @Test
  void calls_pairing_and_verdicts_are_as_planted() {
    Map<String, Long> pairing = new TreeMap<>();
    Map<String, Long> verdicts = new TreeMap<>();
    for (Judgement j : JUDGED.values()) {
      pairing.merge(j.pairing().name(), 1L, Long::sum);
      verdicts.merge(j.verdict().name(), 1L, Long::sum);
    }
    assertThat(CALLS).hasSize(truth.path("calls").asInt());
    assertThat(pairing).isEqualTo(counts(truth.path("pairing")));
    assertThat(verdicts).isEqualTo(counts(truth.path("verdicts")));
  }

  @Test
  void breaches_and_findings_are_as_planted() {
    Map<String, Set<String>> ids = new TreeMap<>();
    long breaches = 0;
    for (Judgement j : JUDGED.values()) {
      for (Ground ground : j.grounds()) {
        ids.computeIfAbsent(ground.rule(), rule -> new TreeSet<>()).add(ground.findingId());
      }
      breaches += j.rules().contains("residency-breach") ? 1 : 0;
    }
    assertThat(breaches).isEqualTo(truth.path("breach_calls").asLong());
    ids.putAll(overTime);
    Map<String, Long> findings = new TreeMap<>();
    ids.forEach((rule, set) -> findings.put(rule, (long) set.size()));
    findings.putAll(QuotaFindings.of(JUDGED.values(), policies));
    Map<String, Long> planted = counts(truth.path("findings"));
    planted.remove("evidence-gap");
    assertThat(planted).containsKeys("quota-pressure", "throttle-ratio");
    assertThat(findings).isEqualTo(planted);
    assertThat(planted)
        .containsEntry("latency-regression", 1L)
        .containsEntry("region-mix-drift", 1L)
        .containsKey("client-fallback");
  }

  @Test
  void ordinary_traffic_is_neither_slow_nor_drifts(@TempDir Path ordinary) throws Exception {
    new Generator(GeneratorOptions.of(ordinary, 3_000, 5)).run();
    JsonNode said = new JsonMapper().readTree(ordinary.resolve("truth.json").toFile());
    assertThat(counts(said.path("findings")))
        .doesNotContainKeys("latency-regression", "region-mix-drift");
  }

  @Test
  void tokens_by_region_are_as_planted() {
    Map<String, Long> ours = new TreeMap<>();
    for (Judgement j : JUDGED.values()) {
      String region = j.inferenceRegion();
      if (region != null) {
        add(ours, region + " input", j.facts().inputTokens());
        add(ours, region + " output", j.facts().outputTokens());
        add(ours, region + " cache_read", j.facts().cacheReadTokens());
        add(ours, region + " cache_write", j.facts().cacheWriteTokens());
        add(ours, region + " burn", j.burnTokens());
      }
    }
    Map<String, Long> planted = new TreeMap<>();
    truth
        .path("tokens_by_region")
        .properties()
        .forEach(
            region ->
                (region.getKey().equals("none")
                        ? new JsonMapper().createObjectNode()
                        : region.getValue())
                    .properties()
                    .forEach(
                        f ->
                            add(
                                planted,
                                region.getKey() + " " + f.getKey(),
                                f.getValue().asLong())));
    assertThat(ours).isEqualTo(planted);
  }

  @Test
  void settled_tokens_of_every_quota_minute_are_as_planted() {
    Map<String, Long> ours = new TreeMap<>();
    for (Judgement j : JUDGED.values()) {
      if (j.quota() != null) {
        String row =
            String.join(
                " ",
                j.quota().key().account(),
                j.quota().key().sourceRegion(),
                j.quota().key().model(),
                j.quota().key().quotaRow());
        add(ours, row + " " + minute(j.quota().completedAt()), j.quota().settledTokens());
      }
    }
    Map<String, Long> planted = new TreeMap<>();
    for (JsonNode row : truth.path("settled_by_quota_minute")) {
      String key =
          String.join(
              " ",
              row.path("account").asText(),
              row.path("source_region").asText(),
              row.path("model").asText(),
              row.path("quota_row").asText());
      add(planted, key + " " + row.path("minute").asText(), row.path("settled_tokens").asLong());
    }
    assertThat(ours).isEqualTo(planted);
  }

  private static String minute(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private static void add(Map<String, Long> sums, String key, Long value) {
    if (value != null && value != 0) {
      sums.merge(key, value, Long::sum);
    }
  }

  private static Map<String, Long> counts(JsonNode node) {
    Map<String, Long> counts = new TreeMap<>();
    node.properties()
        .forEach(
            f -> {
              if (f.getValue().asLong() != 0) {
                counts.put(f.getKey(), f.getValue().asLong());
              }
            });
    return counts;
  }

  private static final class Collecting implements RecordSink {
    @Override
    public void witness(Witness w) {
      addenda += w.addendum() ? 1 : 0;
      CALLS.merge(w.key().text(), Call.of(w), Call::merge);
    }

    @Override
    public void change(LakeRow row) {
      changes++;
    }

    @Override
    public void surface(LakeRow row) {
      IGNORED.merge("surface", 1L, Long::sum);
    }

    @Override
    public void ignored(String reason) {
      IGNORED.merge(reason, 1L, Long::sum);
    }

    @Override
    public void reject(LakeRow row) {
      rejected++;
    }
  }
}
