package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.ClusterConfig;
import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.jobs.operator.Mode;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The same topology for a Flink cluster.
 *
 * <p>Settings, policy and catalogue travel inside the operators; task managers need no file of ours
 * but the folders of directory sources and a lake in a folder. The job owns the lake itself, since
 * no process of ours stands beside it.
 */
final class ClusterJob {
  static final String NAME = "landfall";

  /** Key groups of every keyed operator; a savepoint can be taken up by as many tasks. */
  static final int MAX_PARALLELISM = 128;

  private ClusterJob() {}

  /** A job that brings its own checkpoint, restart and parallelism settings. */
  static JobGraph graph(Settings settings, int parallelism) {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(configuration(settings, parallelism));
    define(env, settings);
    var graph = env.getStreamGraph();
    graph.setJobName(NAME);
    return graph.getJobGraph();
  }

  /**
   * Defines the job in an environment whose checkpoint, backend and parallelism settings are the
   * cluster's own: an application of the Kubernetes operator or of a managed service.
   */
  static void define(StreamExecutionEnvironment env, Settings settings) {
    Configuration own = new Configuration();
    own.set(PipelineOptions.GENERIC_TYPES, false);
    own.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Safe: nothing that crosses an edge is changed once made.
    own.set(PipelineOptions.OBJECT_REUSE, true);
    env.configure(own);
    AuditTopology.define(
        Inputs.of(env, settings, Mode.LIVE), Outputs.onCluster(settings), settings, Mode.LIVE);
  }

  private static Configuration configuration(Settings settings, int parallelism) {
    ClusterConfig cluster = settings.config().cluster();
    boolean rocks = settings.config().job().stateBackend() == StateBackend.ROCKSDB;
    Configuration conf = new Configuration();
    conf.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    conf.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    conf.set(StateBackendOptions.STATE_BACKEND, rocks ? "rocksdb" : "hashmap");
    conf.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true); // see Cluster
    conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, rocks);
    conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, cluster.checkpointInterval());
    conf.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, settings.savedStates().uri());
    conf.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
    conf.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    conf.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 1_000);
    // A place that cannot be written fails checkpoints or the job: tried again without end.
    conf.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    return conf;
  }
}
