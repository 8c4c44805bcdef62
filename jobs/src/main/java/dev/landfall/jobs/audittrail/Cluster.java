package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.jobs.metrics.EmbeddedReporterFactory;
import dev.landfall.jobs.operator.Mode;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The embedded cluster and the job as it is handed to it: sized for a heap of one gigabyte. */
final class Cluster {
  private static final String LOOPBACK = "127.0.0.1";

  private Cluster() {}

  /** {@code metricsId}: under which the cluster's metrics are kept in this process. */
  static MiniCluster start(Settings settings, String metricsId) throws Exception {
    S3FileSystem.prepare(settings.lake());
    Configuration conf = new Configuration();
    EmbeddedReporterFactory.configure(conf, metricsId);
    Path temporary = WorkFolders.temporary(settings.work());
    conf.set(CoreOptions.TMP_DIRS, temporary.toString());
    conf.set(RestOptions.ADDRESS, LOOPBACK);
    conf.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    conf.set(RestOptions.BIND_PORT, "0");
    // the blob server listens on every address unless told
    conf.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    conf.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    conf.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    conf.set(WebOptions.TMP_DIR, temporary.toString());
    conf.set(WebOptions.UPLOAD_DIR, temporary.toString());
    conf.set(WebOptions.SUBMIT_ENABLE, false);
    conf.set(WebOptions.CANCEL_ENABLE, false);
    // Progress at the terminal comes with the heartbeat.
    conf.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    conf.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(48));
    conf.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(48));
    boolean rocks = settings.config().job().stateBackend() == StateBackend.ROCKSDB;
    conf.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(rocks ? 256 : 8));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(conf)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.config().job().slots())
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    return cluster;
  }

  /** The job graph. Building it fails on a missing uid or on a type that would go to Kryo. */
  static JobGraph job(Settings settings, Mode mode) {
    StreamExecutionEnvironment env = environment(settings, mode);
    AuditTopology.define(
        Inputs.of(env, settings, mode), Outputs.of(settings, mode), settings, mode);
    var graph = env.getStreamGraph();
    graph.setJobName(mode == Mode.REPLAY ? "landfall replay" : "landfall");
    return mode == Mode.REPLAY
        ? graph.getJobGraph()
        : graph.getJobGraph(
            Cluster.class.getClassLoader(), JobID.fromHexString(Checkpoints.JOB_ID));
  }

  static StreamExecutionEnvironment environment(Settings settings, Mode mode) {
    Configuration conf = new Configuration();
    conf.set(PipelineOptions.GENERIC_TYPES, false);
    conf.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Safe: nothing that crosses an edge is changed once made.
    conf.set(PipelineOptions.OBJECT_REUSE, true);
    conf.set(CoreOptions.DEFAULT_PARALLELISM, settings.config().job().slots());
    conf.set(PipelineOptions.MAX_PARALLELISM, 128);
    if (mode == Mode.REPLAY) {
      conf.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    } else {
      watched(conf, settings);
    }
    return new StreamExecutionEnvironment(conf);
  }

  private static void watched(Configuration conf, Settings settings) {
    boolean rocks = settings.config().job().stateBackend() == StateBackend.ROCKSDB;
    conf.set(StateBackendOptions.STATE_BACKEND, rocks ? "rocksdb" : "hashmap");
    conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, rocks);
    // The first witness of every call is looked for in vain: a filter answers that from memory.
    conf.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    conf.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.config().job().checkpointInterval());
    conf.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        EmbeddedStates.checkpoints(settings.lake()).uri());
    conf.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A full disk fails checkpoints or the job; either way it is tried again, without end, from the
    // last checkpoint, until there is room. Meanwhile the page says that the job is not running.
    conf.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 1_000);
    conf.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(10));
  }
}
