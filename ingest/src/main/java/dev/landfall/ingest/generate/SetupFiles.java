package dev.landfall.ingest.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/** Writes {@code policy.yaml} and {@code landfall.yaml} for the generated logs. */
final class SetupFiles {
  private static final String SETTINGS =
      """
      # Settings for the generated logs. Relative paths start at this file.
      lake: ./lake
      policy: ./policy.yaml
      settle: 2h
      remember: 7d
      expect: [{ accounts: ["%s"], families: [trail] }] # no invocation logging here
      sources:
        - { type: directory, path: ./logs }
      web: { bind: 127.0.0.1, port: 8080 }
      """;

  private SetupFiles() {}

  static void write(Path out, Instant start, List<QuotaRow> quotas) throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("landfall.yaml"), SETTINGS.formatted(Lanes.BATCH));
    Files.writeString(out.resolve("policy.yaml"), policy(start, quotas));
  }

  private static String policy(Instant start, List<QuotaRow> quotas) {
    Instant since = start.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
    StringBuilder yaml = new StringBuilder(4096);
    yaml.append("# What the generated organisation allows.\n");
    yaml.append("version: \"").append(since.toString(), 0, 10).append("\"\n");
    yaml.append("effective_from: ").append(since).append('\n');
    yaml.append("default: { allowed: [\"*\"] }\n");
    yaml.append("workloads:\n");
    for (Workload workload : Workload.ALL) {
      yaml.append("  - id: ").append(workload.id()).append('\n');
      yaml.append("    owner: ").append(workload.owner()).append('\n');
      yaml.append("    match: { ").append(workload.match()).append(" }\n");
      String allowed =
          workload.limited() ? String.join(", ", new TreeSet<>(workload.allowed())) : "\"*\"";
      yaml.append("    allowed: [").append(allowed).append("]\n");
      workload.lines().forEach(line -> yaml.append("    ").append(line).append('\n'));
    }
    yaml.append("quotas:\n");
    quotas.forEach(row -> quota(yaml, row));
    yaml.append("thresholds: { quota: [0.70, 0.85, 0.95], throttle_ratio: 0.05,");
    yaml.append(" region_mix: [0.20, 0.25] }\n");
    return yaml.toString();
  }

  private static void quota(StringBuilder yaml, QuotaRow row) {
    Lane lane = row.lane();
    yaml.append("  - { account: \"").append(lane.account());
    yaml.append("\", region: ").append(lane.source());
    // A colon in a model's name would end the key in some readers.
    yaml.append(", model: \"").append(lane.model());
    yaml.append("\", row: ").append(lane.kind().quotaRow);
    yaml.append(", tokens_per_minute: ").append(row.tokensPerMinute());
    if (row.requestsPerMinute() > 0) {
      yaml.append(", requests_per_minute: ").append(row.requestsPerMinute());
    }
    yaml.append(" }\n");
  }
}
