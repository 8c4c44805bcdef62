package dev.landfall.jobs.audittrail;

import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeLock.LakeOwned;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.operator.SortParcels;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that is in the sources now, once, and publishes it as a new generation of the
 * lake.
 *
 * <p>Nothing is published until all has been read and settled, so a replay that is killed changes
 * nothing. No checkpoints: one that fails starts anew.
 */
public final class Replay {
  private static final long STARTING_LOOK_MILLIS = 10;
  private static final long PROGRESS_LOOK_MILLIS = 1_000;

  private Replay() {}

  /**
   * Blocks until the lake is published.
   *
   * @throws dev.landfall.jobs.lake.LakeTakenOver the lake is published but was lost to another
   *     owner since
   * @throws LakeOwned another process, such as {@code up}, owns the lake
   * @throws ReplayFailed the job failed; the lake is unchanged
   */
  public static ReplayOutcome run(Settings settings, Progress progress)
      throws IOException, LakeOwned, ReplayFailed, InterruptedException {
    long called = System.nanoTime();
    LakeLock owned = LakeLock.own(settings.lake(), "replay");
    try {
      WorkFolders.renewTemporary(settings.work());
      ReplayOutcome outcome = onCluster(settings, progress, called);
      owned.requireHeld();
      // A checkpoint from before would take the lake back to before: the next start begins anew.
      // If this is cut short, the lake's generation tells the next start the same.
      EmbeddedStates.removeAll(settings.lake());
      SavedStates.below(settings.savedStates()).clear();
      return outcome;
    } finally {
      WorkFolders.delete(WorkFolders.temporary(settings.work()));
      owned.close();
    }
  }

  private record Read(long records, long bytes) {}

  private static ReplayOutcome onCluster(Settings settings, Progress progress, long called)
      throws ReplayFailed, InterruptedException {
    MiniCluster cluster = started(settings);
    try {
      JobGraph job = Cluster.job(settings, Mode.REPLAY);
      CompletableFuture<JobResult> result =
          cluster
              .submitJob(job)
              .thenCompose(submitted -> cluster.requestJobResult(submitted.getJobID()));
      long running = untilRunning(cluster, job.getJobID(), result);
      Read read = untilDone(cluster, job.getJobID(), result, settings, progress);
      double seconds = seconds(running, System.nanoTime());
      return new ReplayOutcome(read.records, read.bytes, seconds, seconds(called, running));
    } finally {
      cluster.closeAsync().join();
    }
  }

  private static MiniCluster started(Settings settings) throws ReplayFailed {
    try {
      return Cluster.start(settings, "replay");
    } catch (Exception e) {
      throw new ReplayFailed(settings.lake(), e);
    }
  }

  private static long untilRunning(
      MiniCluster cluster, JobID job, CompletableFuture<JobResult> result)
      throws InterruptedException {
    while (!result.isDone()) {
      try {
        if (cluster.getJobStatus(job).get() != JobStatus.INITIALIZING
            && cluster.getJobStatus(job).get() != JobStatus.CREATED) {
          break;
        }
      } catch (ExecutionException notYetKnown) {
        // submitted a moment ago: the dispatcher does not know the job yet
        if (result.isCompletedExceptionally()) {
          break;
        }
      }
      waitFor(result, STARTING_LOOK_MILLIS);
    }
    return System.nanoTime();
  }

  private static Read untilDone(
      MiniCluster cluster,
      JobID job,
      CompletableFuture<JobResult> result,
      Settings settings,
      Progress progress)
      throws InterruptedException, ReplayFailed {
    try {
      while (!waitFor(result, PROGRESS_LOOK_MILLIS)) {
        Read now = read(cluster.getExecutionGraph(job).get().getAccumulatorsSerialized());
        progress.read(now.records, now.bytes);
      }
      JobResult ended = result.get();
      if (ended.getSerializedThrowable().isPresent()) {
        ClassLoader loader = Replay.class.getClassLoader();
        throw new ReplayFailed(
            settings.lake(), ended.getSerializedThrowable().get().deserializeError(loader));
      }
      Read all = read(ended.getAccumulatorResults());
      progress.read(all.records, all.bytes);
      return all;
    } catch (ExecutionException e) {
      throw new ReplayFailed(settings.lake(), e);
    }
  }

  /** Waits at most so long; whether the result is there, good or bad. */
  private static boolean waitFor(CompletableFuture<JobResult> result, long millis)
      throws InterruptedException {
    try {
      result.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException failed) {
      return true;
    }
  }

  private static Read read(Map<String, SerializedValue<OptionalFailure<Object>>> accumulators) {
    return new Read(
        sum(accumulators.get(SortParcels.RECORDS_READ)),
        sum(accumulators.get(SortParcels.BYTES_READ)));
  }

  private static long sum(@Nullable SerializedValue<OptionalFailure<Object>> value) {
    try {
      return value == null
          ? 0
          : (Long) value.deserializeValue(Replay.class.getClassLoader()).getUnchecked();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("a count of our own cannot be read back", e);
    }
  }

  private static double seconds(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / 1e9;
  }
}
