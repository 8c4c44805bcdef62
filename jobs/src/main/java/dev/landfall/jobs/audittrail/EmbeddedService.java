package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeLock.LakeOwned;
import dev.landfall.jobs.lake.LakeStore;
import dev.landfall.jobs.operator.Mode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.scheduler.exceptionhistory.RootExceptionHistoryEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job on a cluster inside this process, watching its sources until it is closed.
 *
 * <p>It goes on from the newest complete checkpoint below the lake, whoever made it; a process may
 * be killed at any moment. It owns the lake while it runs. Threads: safe.
 */
public final class EmbeddedService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedService.class);
  private static final long PATIENCE_SECONDS = 30;
  private static final long LOOK_MILLIS = 50;

  private final Settings settings;
  private final LakeLock owned;
  private final MiniCluster cluster;
  private final JobID job;
  private boolean closed;

  private EmbeddedService(Settings settings, LakeLock owned, MiniCluster cluster, JobID job) {
    this.settings = settings;
    this.owned = owned;
    this.cluster = cluster;
    this.job = job;
  }

  /**
   * Returns when the job has been handed to the cluster; {@link #status} says when it runs.
   *
   * @throws LakeOwned another process owns the lake
   */
  public static EmbeddedService start(Settings settings) throws IOException, LakeOwned {
    LakePlace lake = settings.lake();
    LakeLock owned = LakeLock.own(lake, "up");
    MiniCluster cluster = null;
    try {
      WorkFolders.renewTemporary(settings.work());
      Checkpoints.removeIncomplete(lake);
      Optional<String> newest = Checkpoints.newest(lake);
      JobGraph graph = Cluster.job(settings, Mode.LIVE);
      newest.ifPresent(path -> graph.setSavepointRestoreSettings(from(path)));
      cluster = Cluster.start(settings);
      cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      LOG.info("watching, from {}", newest.orElse("the beginning"));
      return new EmbeddedService(settings, owned, cluster, graph.getJobID());
    } catch (Exception e) {
      if (cluster != null) {
        cluster.closeAsync().join();
      }
      owned.close();
      throw new IOException("the job could not be started on the lake " + lake.text(), e);
    }
  }

  private static SavepointRestoreSettings from(String checkpoint) {
    // Claimed: the job removes the checkpoint it came from once it has newer ones. State of a
    // source that the configuration names no more is left behind.
    return SavepointRestoreSettings.forPath(checkpoint, true, RecoveryClaimMode.CLAIM);
  }

  public synchronized JobStatus status() {
    if (closed) {
      return new JobStatus(JobStatus.State.STOPPED, null, 0, null);
    }
    try {
      ExecutionGraphInfo info =
          cluster.getExecutionGraphInfo(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      ArchivedExecutionGraph graph = info.getArchivedExecutionGraph();
      return new JobStatus(
          state(graph.getState()), lastCheckpoint(graph), failures(info), problem(graph));
    } catch (ExecutionException | TimeoutException e) {
      return new JobStatus(JobStatus.State.FAILED, null, 0, "the cluster does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new JobStatus(JobStatus.State.STARTING, null, 0, "interrupted while asking");
    }
  }

  private static JobStatus.State state(org.apache.flink.api.common.JobStatus state) {
    return switch (state) {
      case INITIALIZING, CREATED -> JobStatus.State.STARTING;
      case RUNNING -> JobStatus.State.RUNNING;
      case RESTARTING, FAILING, RECONCILING, SUSPENDED -> JobStatus.State.RESTARTING;
      case FAILED -> JobStatus.State.FAILED;
      case CANCELLING, CANCELED, FINISHED -> JobStatus.State.STOPPED;
    };
  }

  private static @Nullable Long lastCheckpoint(ArchivedExecutionGraph graph) {
    if (graph.getCheckpointStatsSnapshot() == null) {
      return null;
    }
    CompletedCheckpointStats latest =
        graph.getCheckpointStatsSnapshot().getHistory().getLatestCompletedCheckpoint();
    return latest == null ? null : latest.getLatestAckTimestamp();
  }

  private static int failures(ExecutionGraphInfo info) {
    int n = 0;
    Iterator<RootExceptionHistoryEntry> entries = info.getExceptionHistory().iterator();
    for (; entries.hasNext(); entries.next()) {
      n++;
    }
    return n;
  }

  private static @Nullable String problem(ArchivedExecutionGraph graph) {
    return graph.getFailureInfo() == null
        ? null
        : graph.getFailureInfo().getException().getOriginalErrorClassName();
  }

  /** Stops cleanly: a last checkpoint, its lake published, the cluster gone, nothing left over. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (status().state() == JobStatus.State.RUNNING) {
        long checkpoint =
            cluster
                .triggerCheckpoint(job, CheckpointType.CONFIGURED)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaitPublished(checkpoint);
        cluster.cancelJob(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        cluster.requestJobResult(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("no last checkpoint was made; the next start goes on from the one before", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /** Ends without a last checkpoint, as a killed process would; for tests. */
  synchronized void kill() throws IOException {
    end();
  }

  private void end() throws IOException {
    if (!closed) {
      closed = true;
      cluster.closeAsync().join();
      WorkFolders.delete(WorkFolders.temporary(settings.work()));
      owned.close();
    }
  }

  /** Publishing follows a checkpoint by a moment; cancelling at once would put it off. */
  private void awaitPublished(long checkpoint) throws IOException, InterruptedException {
    LakeStore store = new LakeStore(settings.lake());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (store.latest().checkpoint() < checkpoint && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
