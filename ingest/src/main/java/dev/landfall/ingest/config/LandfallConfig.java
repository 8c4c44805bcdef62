package dev.landfall.ingest.config;

import dev.landfall.core.pairing.Expectations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code landfall.yaml} says, checked and complete: every optional key has its default.
 *
 * <p>Missing: {@code catalogue} null means that only the shipped catalogue is used, {@code probe}
 * null that no probe runs, {@code heartbeat} null that nobody waits for a sign of life. Paths are
 * absolute; relative ones in the file were resolved against the file's folder.
 *
 * @param file the file this was read from
 * @param settle how long a call waits for its missing witnesses
 * @param remember how long a call is kept so that a later witness still finds it
 * @param expect accounts known to log only some families
 */
public record LandfallConfig(
    Path file,
    LakePlace lake,
    Path policy,
    Duration settle,
    Duration remember,
    List<Expectations.Entry> expect,
    List<SourceConfig> sources,
    WebConfig web,
    RetentionConfig retention,
    List<SinkConfig> sinks,
    List<RouteConfig> routes,
    AlertConfig alerts,
    LimitsConfig limits,
    JobConfig job,
    ClusterConfig cluster,
    @Nullable Path catalogue,
    @Nullable ProbeConfig probe,
    CanaryConfig canary,
    @Nullable HeartbeatConfig heartbeat) {

  public LandfallConfig {
    expect = List.copyOf(expect);
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    routes = List.copyOf(routes);
  }

  /**
   * A configuration with one watched folder and defaults for the rest; what tests and the demo use.
   */
  public static LandfallConfig ofDirectory(Path home, Path logs) {
    Path base = home.toAbsolutePath().normalize();
    return new LandfallConfig(
        base.resolve("landfall.yaml"),
        LakePlace.in(base.resolve("lake")),
        base.resolve("policy.yaml"),
        Defaults.SETTLE,
        Defaults.REMEMBER,
        List.of(),
        List.of(new SourceConfig.Directory(logs.toAbsolutePath().normalize())),
        WebConfig.standard(),
        RetentionConfig.standard(),
        List.of(),
        List.of(),
        AlertConfig.standard(),
        LimitsConfig.standard(),
        JobConfig.standard(),
        ClusterConfig.standard(LakePlace.in(base.resolve("lake"))),
        null,
        null,
        CanaryConfig.standard(),
        null);
  }

  /** The same but for the lake and, below it, the checkpoints of a cluster. */
  public LandfallConfig withLake(LakePlace other) {
    ClusterConfig moved =
        new ClusterConfig(
            other.below(ClusterConfig.CHECKPOINTS),
            cluster.checkpointInterval(),
            cluster.parallelism());
    return new LandfallConfig(
        file, other, policy, settle, remember, expect, sources, web, retention, sinks, routes,
        alerts, limits, job, moved, catalogue, probe, canary, heartbeat);
  }

  /** The same but for how the embedded job runs. */
  public LandfallConfig withJob(JobConfig other) {
    return new LandfallConfig(
        file, lake, policy, settle, remember, expect, sources, web, retention, sinks, routes,
        alerts, limits, other, cluster, catalogue, probe, canary, heartbeat);
  }

  /** The same over other sources. */
  public LandfallConfig withSources(List<SourceConfig> others) {
    return new LandfallConfig(
        file, lake, policy, settle, remember, expect, others, web, retention, sinks, routes, alerts,
        limits, job, cluster, catalogue, probe, canary, heartbeat);
  }

  /** Reads a file; {@code env} answers {@code ${NAME}}. */
  public static LandfallConfig read(Path file, Map<String, String> env) throws ConfigProblem {
    return ConfigFile.read(file, env);
  }

  /** Values of keys that a file leaves out. */
  static final class Defaults {
    static final Duration SETTLE = Duration.ofHours(2);
    static final Duration REMEMBER = Duration.ofDays(7);

    private Defaults() {}
  }
}
