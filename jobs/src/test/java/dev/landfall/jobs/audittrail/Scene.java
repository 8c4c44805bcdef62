package dev.landfall.jobs.audittrail;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.JobConfig;
import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Generated logs in a folder, and settings that read them into a lake of one's own. */
final class Scene {
  static final long CALLS = 1_500;

  private final Path home;

  private Scene(Path home) {
    this.home = home;
  }

  static Scene generated(Path home) throws IOException {
    new Generator(GeneratorOptions.of(home, CALLS, 11).withWorkers(0)).run();
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
    JobConfig job =
        new JobConfig(
            2, Duration.ofSeconds(1), Duration.ofMillis(100), c.job().allowedDelay(), backend);
    LandfallConfig config =
        new LandfallConfig(
            c.file(),
            lake,
            c.policy(),
            c.settle(),
            c.remember(),
            c.expect(),
            c.sources(),
            c.web(),
            c.retention(),
            c.sinks(),
            c.routes(),
            c.limits(),
            job,
            c.catalogue(),
            c.probe());
    return Settings.of(config, PolicyFile.read(c.policy()), Catalogue.shipped());
  }
}
