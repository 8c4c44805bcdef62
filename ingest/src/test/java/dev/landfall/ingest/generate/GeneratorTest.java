package dev.landfall.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  private static final int CALLS = 1_600;
  private static final String TRAIL_NAME =
      "logs/AWSLogs/(\\d{12})/CloudTrail/([a-z0-9-]+)/\\d{4}/\\d{2}/\\d{2}/"
          + "\\1_CloudTrail_\\2_\\d{8}T\\d{4}Z_[A-Za-z0-9]{16}\\.json\\.gz";
  private static final String LOG_NAME =
      "logs/AWSLogs/\\d{12}/BedrockModelInvocationLogs/[a-z0-9-]+/\\d{4}/\\d{2}/\\d{2}/\\d{2}/"
          + "\\d{4}-\\d{2}-\\d{2}T\\d{2}_[a-z0-9]+\\.json\\.gz";

  @TempDir Path folder;

  @Test
  void same_options_give_the_same_bytes_however_many_threads_compress() throws IOException {
    new Generator(options("a").withWorkers(0)).run();
    new Generator(options("b").withWorkers(3)).run();

    Map<String, String> first = fingerprints(folder.resolve("a"));
    assertThat(first).isEqualTo(fingerprints(folder.resolve("b"))).hasSizeGreaterThan(100);
  }

  @Test
  void another_seed_gives_other_requests() throws IOException {
    new Generator(options("a")).run();
    new Generator(GeneratorOptions.of(folder.resolve("b"), CALLS, 12)).run();

    assertThat(Reread.of(folder.resolve("a")).calls.keySet())
        .doesNotContainAnyElementsOf(Reread.of(folder.resolve("b")).calls.keySet());
  }

  @Test
  void a_plain_reading_of_the_logs_agrees_with_the_truth() throws IOException {
    GeneratorResult result = new Generator(options("a")).run();
    JsonNode truth = new ObjectMapper().readTree(result.truth().toFile());
    Reread read = Reread.of(folder.resolve("a/logs"));

    assertThat(read.records).isEqualTo(truth.path("records_read").asLong());
    assertThat(read.rawBytes).isEqualTo(truth.path("bytes_raw").asLong());
    assertThat(read.objects).hasSize(truth.path("files").asInt());
    assertThat(read.calls).hasSize(truth.path("calls").asInt()).hasSize(CALLS);
    assertThat(read.witnesses).isEqualTo(truth.path("witnesses").asLong());
    assertThat(read.duplicates).isEqualTo(truth.path("duplicates").asLong()).isPositive();
    assertThat(read.addenda).isEqualTo(truth.path("addenda").asLong()).isPositive();
    assertThat(read.changes).isEqualTo(truth.path("changes").asLong()).isEqualTo(4);
    assertThat(read.rejected).isEqualTo(truth.path("rejected").asLong()).isEqualTo(6);
    assertThat(counts(truth.path("ignored"))).isEqualTo(read.ignored).hasSize(4);
    assertThat(counts(truth.path("pairing"))).isEqualTo(pairing(read));
    assertThat(counts(truth.path("verdicts"))).containsAllEntriesOf(namedVerdicts(read));
  }

  @Test
  void the_sums_of_the_truth_tie() throws IOException {
    JsonNode truth = truth(options("a"));
    long ignored = counts(truth.path("ignored")).values().stream().mapToLong(n -> n).sum();
    long parts = ignored;
    for (String part :
        new String[] {"witnesses", "duplicates", "addenda", "changes", "rejected", "late"}) {
      parts += truth.path(part).asLong();
    }

    assertThat(parts).isEqualTo(truth.path("records_read").asLong());
    assertThat(sum(counts(truth.path("verdicts")))).isEqualTo(CALLS);
    assertThat(sum(counts(truth.path("pairing")))).isEqualTo(CALLS);
    long flows = 0;
    for (JsonNode flow : truth.path("calls_by_flow")) {
      flows += flow.path("calls").asLong();
    }
    assertThat(flows).isEqualTo(CALLS);
    assertThat(counts(truth.path("verdicts")).values()).allMatch(n -> n > 0);
    assertThat(counts(truth.path("findings")).values()).allMatch(n -> n > 0);
    assertThat(truth.path("planted")).hasSize(Plant.ALL.size());
    assertThat(truth.path("breach_calls").asLong()).isPositive();
  }

  @Test
  void without_damage_every_byte_can_be_read() throws IOException {
    JsonNode truth = truth(options("a").withDamage(false));

    assertThat(truth.path("rejected").asLong()).isZero();
    assertThat(truth.path("damaged_objects")).isEmpty();
    assertThat(Reread.of(folder.resolve("a/logs")).rejected).isZero();
  }

  @Test
  void names_follow_the_layout_of_the_buckets_and_nothing_is_left_half_written()
      throws IOException {
    new Generator(options("a").withDamage(false)).run();

    assertThat(fingerprints(folder.resolve("a")).keySet())
        .allMatch(
            name ->
                name.matches(TRAIL_NAME)
                    || name.matches(LOG_NAME)
                    || name.matches("(policy|landfall)\\.yaml|truth\\.json"));
  }

  @Test
  void no_object_is_older_than_an_event_in_it() throws IOException {
    Instant start = Instant.parse("2026-10-05T00:00:00Z");
    new Generator(options("a").withStart(start)).run();

    for (Path object : Reread.of(folder.resolve("a/logs")).objects) {
      Instant modified = Files.getLastModifiedTime(object).toInstant();
      assertThat(modified).isBetween(start, start.plus(Duration.ofHours(8)));
    }
  }

  @Test
  void a_start_before_the_rules_that_the_truth_knows_is_refused() {
    assertThatThrownBy(() -> options("a").withStart(Instant.parse("2026-09-30T23:59:59Z")))
        .hasMessageContaining("start wants 2026-10-01T00:00:00Z or later");
  }

  @Test
  void canaries_stand_where_the_truth_says() throws IOException {
    JsonNode truth = truth(options("a").withCanary("CANARY-test42"));
    String bodies = Reread.of(folder.resolve("a/logs")).bodies.toString(StandardCharsets.UTF_8);

    assertThat(truth.path("canaries")).hasSize(6);
    for (String place : new String[] {"PROMPT", "COMPLETION", "METADATA", "GUARDRAIL", "BROKEN"}) {
      assertThat(bodies).contains("CANARY-test42-" + place);
    }
  }

  @Test
  void noise_is_the_asked_share_of_the_trail() throws IOException {
    new Generator(options("a").withNoise(0.5)).run();
    Reread read = Reread.of(folder.resolve("a/logs"));
    long noise = read.ignored.getOrDefault("not-bedrock", 0L);
    long ofCalls =
        read.calls.values().stream()
            .flatMap(c -> c.kinds.stream())
            .filter(k -> !k.equals("log"))
            .count();

    assertThat((double) noise / (noise + ofCalls)).isBetween(0.48, 0.52);
  }

  @Test
  void what_waits_depends_on_the_rate_and_not_on_the_number_of_calls() throws IOException {
    Generator few = new Generator(options("a"));
    few.run();
    Generator many =
        new Generator(
            GeneratorOptions.of(folder.resolve("b"), CALLS * 4, 11).withSpan(Duration.ofHours(4)));
    many.run();

    assertThat(many.mostWaiting()).isLessThan(few.mostWaiting() * 2);
  }

  @Test
  void a_folder_with_logs_is_refused() throws IOException {
    new Generator(options("a")).run();

    assertThatThrownBy(() -> new Generator(options("a")).run())
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("choose a new folder");
  }

  @Test
  void options_say_what_would_be_right() {
    assertThatThrownBy(() -> options("a").withNoise(0.99))
        .hasMessageContaining("0 to 0.95")
        .hasMessageContaining("0.99");
    assertThatThrownBy(() -> options("a").withBodyBytes(10)).hasMessageContaining("1000 to 90000");
    assertThatThrownBy(() -> GeneratorOptions.of(folder, 0, 1)).hasMessageContaining("1 or more");
  }

  private GeneratorOptions options(String name) {
    return GeneratorOptions.of(folder.resolve(name), CALLS, 11).withSpan(Duration.ofHours(1));
  }

  private static JsonNode truth(GeneratorOptions options) throws IOException {
    return new ObjectMapper().readTree(new Generator(options).run().truth().toFile());
  }

  private static SortedMap<String, Long> counts(JsonNode node) {
    SortedMap<String, Long> counts = new TreeMap<>();
    node.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
    return counts;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(n -> n).sum();
  }

  private static SortedMap<String, Long> pairing(Reread read) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Reread.Seen seen : read.calls.values()) {
      boolean log = seen.kinds.contains("log");
      boolean trail = seen.kinds.size() > (log ? 1 : 0);
      counts.merge(trail ? log ? "BOTH" : "TRAIL_ONLY" : "LOG_ONLY", 1L, Long::sum);
    }
    return counts;
  }

  private static SortedMap<String, Long> namedVerdicts(Reread read) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Reread.Seen seen : read.calls.values()) {
      boolean log = !seen.logRegion.isEmpty();
      if (!seen.trail().isEmpty() && log) {
        boolean same = seen.trail().stream().allMatch(seen.logRegion::equals);
        counts.merge(same ? "AGREED" : "CONFLICT", 1L, Long::sum);
      } else if (!seen.trail().isEmpty()) {
        counts.merge("TRAIL_ONLY_NAMED", 1L, Long::sum);
      } else if (log) {
        counts.merge("LOG_ONLY_NAMED", 1L, Long::sum);
      }
    }
    return counts;
  }

  private static Map<String, String> fingerprints(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        all.put(
            name,
            bytes.length
                + ":"
                + java.util.Arrays.hashCode(bytes)
                + ":"
                + (name.startsWith("logs") ? Files.getLastModifiedTime(file) : ""));
      }
    }
    return all;
  }
}
