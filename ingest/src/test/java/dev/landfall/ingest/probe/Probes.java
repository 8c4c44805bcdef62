package dev.landfall.ingest.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs of the probe against a scripted server, and what they left on the disk. */
final class Probes {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A pace and caps that no test of timing meets. */
  static final String WIDE =
      """
      pace: { share: 1, unknown_quota: { requests_per_minute: 1000000, tokens_per_minute: 1000000000 } }
      caps:
        run: { requests: 100000, tokens: 1000000000, usd: 1000 }
        day: { requests: 100000, tokens: 1000000000, usd: 1000 }
        month: { requests: 100000, tokens: 1000000000, usd: 1000 }
      """;

  private Probes() {}

  static void credentials() {
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLEEXAMPLE00");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  static void noCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  static ProbePlan plan(Path folder, String yaml) throws IOException, ConfigProblem {
    Path file = Files.createDirectories(folder).resolve("plan.yaml");
    Files.writeString(file, yaml);
    return ProbePlanFile.read(file, Map.of(), Catalogue.shipped());
  }

  static RunSummary run(Path lake, ProbePlan plan) throws Exception {
    return run(lake, plan, PolicyHistory.open());
  }

  static RunSummary run(Path lake, ProbePlan plan, PolicyHistory policy) throws Exception {
    return ProbeRun.run(
        new ProbeRun.Setting(
            lake, plan, Catalogue.shipped(), policy, Clock.systemUTC(), (s, n, of) -> {}));
  }

  /** Every sample on the disk. */
  static List<JsonNode> samples(Path lake) throws IOException {
    List<JsonNode> samples = new ArrayList<>();
    try (var walk = Files.walk(lake.resolve("_probes"))) {
      for (Path file : walk.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        if (!file.getParent().getFileName().toString().equals("spend")) {
          for (String line : Files.readAllLines(file)) {
            samples.add(JSON.readTree(line));
          }
        }
      }
    }
    return samples;
  }

  static List<JsonNode> measured(Path lake) throws IOException {
    return samples(lake).stream().filter(s -> s.get("purpose").asText().equals("measure")).toList();
  }
}
