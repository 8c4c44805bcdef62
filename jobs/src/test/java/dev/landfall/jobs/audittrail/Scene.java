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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    new Generator(GeneratorOptions.of(home, CALLS, 11).withWorkers(0)).run();
    return new Scene(home);
  }

  /** Without broken lines and cut objects, which only files can have. */
  static Scene undamaged(Path home) throws IOException {
    GeneratorOptions options = GeneratorOptions.of(home, CALLS, 11).withWorkers(0);
    new Generator(options.withDamage(false)).run();
    return new Scene(home);
  }

  Path logs() {
    return home.resolve("logs");
  }

  /** The generated configuration, with this lake, a second between checkpoints and two tasks. */
  Settings into(Path lake) throws ConfigProblem {
    return into(lake, StateBackend.HASHMAP);
  }

  /** The same with other sources. */
  Settings into(Path lake, SourceConfig... sources) throws ConfigProblem {
    return into(lake, StateBackend.HASHMAP, List.of(sources));
  }

  /** With other sources and the clock of today, for which the logs are weeks old. */
  Settings today(Path lake, SourceConfig... sources) throws ConfigProblem {
    Settings made = into(lake, sources);
    return Settings.of(made.config(), made.policy(), made.catalogue());
  }

  Settings into(Path lake, StateBackend backend) throws ConfigProblem {
    return into(lake, backend, List.of());
  }

  private Settings into(Path lake, StateBackend backend, List<SourceConfig> sources)
      throws ConfigProblem {
    LandfallConfig c = LandfallConfig.read(home.resolve("landfall.yaml"), Map.of());
    JobConfig job =
        new JobConfig(
            2, Duration.ofSeconds(1), Duration.ofMillis(100), c.job().allowedDelay(), backend);
    LandfallConfig config = c.withLake(LakePlace.in(lake)).withJob(job);
    Settings made =
        Settings.of(
            sources.isEmpty() ? config : config.withSources(sources),
            PolicyFile.read(c.policy()),
            Catalogue.shipped());
    return sources.isEmpty() ? made : onTheDay(made);
  }

  /**
   * A stream is complete to now, so a record put later must not be weeks old: the job's clock shows
   * noon of the day that the logs are of, and goes on from there.
   */
  private static Settings onTheDay(Settings made) {
    Instant noon = GeneratorOptions.USUAL_START.plus(Duration.ofHours(12));
    Clock system = Clock.systemUTC();
    Duration back = Duration.between(system.instant(), noon);
    return new Settings(
        made.config(),
        made.policy(),
        made.catalogue(),
        made.silentAfter(),
        Clock.offset(system, back));
  }
}
