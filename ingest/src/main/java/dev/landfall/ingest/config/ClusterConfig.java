package dev.landfall.ingest.config;

import java.time.Duration;

/**
 * How the job runs when it is submitted to a Flink cluster; the embedded job does not read this.
 *
 * @param checkpoints where the job's checkpoints and savepoints are kept
 * @param checkpointInterval time between two published versions of the lake
 * @param parallelism tasks per operator; 0 takes all slots the cluster has
 */
public record ClusterConfig(LakePlace checkpoints, Duration checkpointInterval, int parallelism) {
  static final Duration INTERVAL = Duration.ofSeconds(60);
  static final String CHECKPOINTS = "_checkpoints";

  /** Checkpoints below the lake, one a minute, on all slots. */
  public static ClusterConfig standard(LakePlace lake) {
    return new ClusterConfig(lake.below(CHECKPOINTS), INTERVAL, 0);
  }
}
