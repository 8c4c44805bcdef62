package dev.landfall.jobs.audittrail;

import dev.landfall.core.metrics.Sample;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeLock.LakeOwned;
import dev.landfall.jobs.metrics.EmbeddedReporter;
import dev.landfall.jobs.operator.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job on a cluster inside this process, watching its sources until it is closed.
 *
 * <p>It goes on from the newest checkpoint or savepoint below the lake, whoever made it; a process
 * may be killed at any moment. It owns the lake while it runs, and once an hour removes files that
 * the lake needs no more. Threads: safe.
 */
public final class EmbeddedService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedService.class);
  private static final long PATIENCE_SECONDS = 30;
  private static final long OVERDUE_MILLIS = 10_000;
  private static final long SAVEPOINT_SECONDS = 300;

  private final Settings settings;
  private final LakeLock owned;
  private final MiniCluster cluster;
  private final JobID job;
  private final LakeCleaner cleaner;
  private final String metricsId;
  private boolean closed;

  private EmbeddedService(
      Settings settings, LakeLock owned, MiniCluster cluster, JobID job, String metricsId) {
    this.metricsId = metricsId;
    this.settings = settings;
    this.owned = owned;
    this.cluster = cluster;
    this.job = job;
    this.cleaner = LakeCleaner.start(settings.lake(), owned, settings.clock());
  }

  /**
   * Returns when the job has been handed to the cluster; {@link #status} says when it runs.
   *
   * @throws LakeOwned another process owns the lake
   */
  public static EmbeddedService start(Settings settings) throws IOException, LakeOwned {
    LakePlace lake = settings.lake();
    LakeLock owned = LakeLock.own(lake, "up");
    String metricsId = UUID.randomUUID().toString();
    MiniCluster cluster = null;
    try {
      WorkFolders.renewTemporary(settings.work());
      Optional<SavepointRestoreSettings> newest = EmbeddedStates.choose(settings);
      JobGraph graph = Cluster.job(settings, Mode.LIVE);
      newest.ifPresent(graph::setSavepointRestoreSettings);
      cluster = Cluster.start(settings, metricsId);
      cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      LOG.info(
          "watching, from {}",
          newest.map(SavepointRestoreSettings::getRestorePath).orElse("the beginning"));
      return new EmbeddedService(settings, owned, cluster, graph.getJobID(), metricsId);
    } catch (Exception e) {
      if (cluster != null) {
        cluster.closeAsync().join();
      }
      owned.close();
      throw new IOException(
          "the job could not be started on the lake %s: %s".formatted(lake.text(), e.getMessage()),
          e);
    }
  }

  /** What the job, its checkpoints, its lake and the lake's disk measure now. */
  public List<Sample> metrics() {
    List<Sample> samples = new ArrayList<>(EmbeddedReporter.samples(metricsId));
    long now = settings.clock().millis();
    samples.addAll(ServiceSamples.ofLake(settings.lake(), settings.work(), now));
    ExecutionGraphInfo info = books();
    if (info != null) {
      samples.addAll(ServiceSamples.ofJob(info, now));
    }
    return samples;
  }

  private synchronized @Nullable ExecutionGraphInfo books() {
    try {
      return closed
          ? null
          : cluster.getExecutionGraphInfo(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return null; // a job that does not answer has no figures; its status says so
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  public synchronized JobStatus status() {
    if (closed) {
      return JobStatus.of(JobStatus.State.STOPPED, null);
    }
    try {
      ExecutionGraphInfo info =
          cluster.getExecutionGraphInfo(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      // a checkpoint is overdue when the interval and its own time have passed more than once
      long patience = 3 * settings.config().job().checkpointInterval().toMillis() + OVERDUE_MILLIS;
      return JobSigns.read(info, settings.clock().millis(), patience);
    } catch (ExecutionException | TimeoutException e) {
      return JobStatus.of(JobStatus.State.FAILED, "the cluster does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JobStatus.of(JobStatus.State.STARTING, "interrupted while asking");
    }
  }

  /** Stops cleanly: a savepoint, its lake published, the cluster gone, nothing left over. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (status().state() == JobStatus.State.RUNNING) {
        // The tasks publish the lake before they end. Canonical: any state backend reads it.
        cluster
            .stopWithSavepoint(
                job,
                EmbeddedStates.savepoints(settings.lake()).uri(),
                false,
                SavepointFormatType.CANONICAL)
            .get(SAVEPOINT_SECONDS, TimeUnit.SECONDS);
        cluster.requestJobResult(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        EmbeddedStates.pruneSavepoints(settings.lake());
      }
    } catch (ExecutionException | TimeoutException e) {
      endedBadly(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /**
   * A source's signal that finds its reader gone fails a job which is ending already; by then the
   * savepoint is whole.
   */
  private void endedBadly(Exception e) throws IOException {
    if (ExceptionUtils.findThrowable(e, StopWithSavepointStoppingException.class).isEmpty()) {
      LOG.warn(
          "no savepoint was made; the next start goes on from the last checkpoint: {}", why(e));
      return;
    }
    LOG.warn(
        "the job failed after its last savepoint; the next start goes on from that one: {}",
        why(e));
    EmbeddedStates.pruneSavepoints(settings.lake());
  }

  /** One line: a stop that is answered with a page of calls reads as damage, and is none. */
  private static String why(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Ends without a last checkpoint, as a killed process would; for tests. */
  synchronized void kill() throws IOException {
    end();
  }

  private void end() throws IOException {
    if (!closed) {
      closed = true;
      cleaner.close();
      cluster.closeAsync().join();
      WorkFolders.delete(WorkFolders.temporary(settings.work()));
      owned.close();
    }
  }
}
