package dev.landfall.jobs.audittrail;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.JobConfig;
import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Generated logs in a folder, and settings that read them into a lake of one's own. */
final class Scene {
  static final long CALLS = 1_500;

  private final Path home;

  private Scene(Path home) {
    this.home = home;
  }

  static Scene generated(Path home) throws IOException {
    return generated(home, CALLS);
  }

  static Scene generated(Path home, long calls) throws IOException {
    new Generator(GeneratorOptions.of(home, calls, 11).withWorkers(0)).run();
    return new Scene(home);
  }

  /** What was generated before, policy and configuration beside the logs. */
  static Scene in(Path home) {
    return new Scene(home);
  }

  Path logs() {
    return home.resolve("logs");
  }

  /** The generated configuration, with this lake, a second between checkpoints and two tasks. */
  Settings into(Path lake) throws ConfigProblem {
    return into(lake, StateBackend.HASHMAP);
  }

  Settings into(Path lake, StateBackend backend) throws ConfigProblem {
    LandfallConfig c = LandfallConfig.read(home.resolve("landfall.yaml"), Map.of());
    return into(lake, backend, c.sources(), c.job().silentAfter(), Map.of());
  }

  /** The same over other sources, and with other times until silence is a gap. */
  Settings into(
      Path lake,
      StateBackend backend,
      List<SourceConfig> sources,
      Duration silentAfter,
      Map<String, Duration> quietAfter)
      throws ConfigProblem {
    LandfallConfig c = LandfallConfig.read(home.resolve("landfall.yaml"), Map.of());
    JobConfig job =
        new JobConfig(
            2,
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            c.job().allowedDelay(),
            backend,
            silentAfter,
            quietAfter);
    LandfallConfig config =
        new LandfallConfig(
            c.file(),
            LakePlace.in(lake),
            c.policy(),
            c.settle(),
            c.remember(),
            c.expect(),
            sources,
            c.web(),
            c.retention(),
            c.sinks(),
            c.routes(),
            c.limits(),
            job,
            c.cluster(),
            c.catalogue());
    return Settings.of(config, PolicyFile.read(c.policy()), Catalogue.shipped());
  }
}
