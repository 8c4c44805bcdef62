package dev.landfall.ingest.config;

import java.time.Duration;
import java.util.Map;

/**
 * How the embedded job runs.
 *
 * @param parallelism slots; 0 takes one per processor
 * @param checkpointInterval time between two published versions of the lake
 * @param pollInterval time between two looks at a source
 * @param allowedDelay how late a source's files may come: complete-to is the last successful read
 *     minus this
 * @param silentAfter a source that cannot be read for longer no longer holds the others back
 * @param quietAfter by source id: one that can be read and brings nothing for longer is a gap; a
 *     source not named here may be quiet
 */
public record JobConfig(
    int parallelism,
    Duration checkpointInterval,
    Duration pollInterval,
    Duration allowedDelay,
    StateBackend stateBackend,
    Duration silentAfter,
    Map<String, Duration> quietAfter) {

  public JobConfig {
    quietAfter = Map.copyOf(quietAfter);
  }

  /** Where the job keeps its state. */
  public enum StateBackend {
    HASHMAP,
    ROCKSDB
  }

  // CloudTrail delivers to S3 in about 5 minutes on average, without a promise; 15 covers the tail.
  public static JobConfig standard() {
    return new JobConfig(
        0,
        Duration.ofSeconds(10),
        Duration.ofMillis(500),
        Duration.ofMinutes(15),
        StateBackend.HASHMAP,
        Duration.ofMinutes(15),
        Map.of());
  }

  JobConfig withQuietAfter(Map<String, Duration> bySource) {
    return new JobConfig(
        parallelism,
        checkpointInterval,
        pollInterval,
        allowedDelay,
        stateBackend,
        silentAfter,
        bySource);
  }

  /** Slots to use on this machine. */
  public int slots() {
    return parallelism > 0 ? parallelism : Runtime.getRuntime().availableProcessors();
  }
}
