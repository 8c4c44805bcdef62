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
            c.alerts(),
            c.limits(),
            job,
            c.cluster(),
            c.catalogue(),
            c.probe(),
            c.canary(),
            c.heartbeat());
    return Settings.of(config, PolicyFile.read(c.policy()), Catalogue.shipped());
  }

  /** Over other sources, with the clock of today, for which the logs are weeks old. */
  Settings today(Path lake, SourceConfig... sources) throws ConfigProblem {
    LandfallConfig c = LandfallConfig.read(home.resolve("landfall.yaml"), Map.of());
    return into(lake, StateBackend.HASHMAP, List.of(sources), c.job().silentAfter(), Map.of());
  }

  /**
   * Over other sources, with a clock that shows noon of the day that the logs are of, and goes on
   * from there: a stream is complete to now, so a record put later must not be weeks old.
   */
  Settings onTheDay(Path lake, SourceConfig... sources) throws ConfigProblem {
    Settings made = today(lake, sources);
    Instant noon = GeneratorOptions.USUAL_START.plus(Duration.ofHours(12));
    Clock system = Clock.systemUTC();
    return new Settings(
        made.config(),
        made.policy(),
        made.catalogue(),
        made.silentAfter(),
        Clock.offset(system, Duration.between(system.instant(), noon)));
  }
}
