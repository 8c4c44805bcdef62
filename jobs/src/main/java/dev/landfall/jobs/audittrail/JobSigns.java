package dev.landfall.jobs.audittrail;

import dev.landfall.jobs.lake.LakeTakenOver;
import java.time.Instant;
import java.util.Iterator;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.scheduler.exceptionhistory.RootExceptionHistoryEntry;
import org.jspecify.annotations.Nullable;

/** Reads from the cluster's books how the job is. */
final class JobSigns {
  private static final String NO_SPACE = "No space left on device";
  private static final String DISK_FULL = "no space is left on the disk of the lake";

  private JobSigns() {}

  /** {@code patience}: milliseconds after which a checkpoint that does not come is a fault. */
  static JobStatus read(ExecutionGraphInfo info, long now, long patience) {
    ArchivedExecutionGraph graph = info.getArchivedExecutionGraph();
    JobStatus.State state = state(graph.getState());
    CompletedCheckpointStats done = completed(graph);
    return new JobStatus(
        state,
        done == null ? null : done.getLatestAckTimestamp(),
        failures(info),
        problem(graph),
        state == JobStatus.State.RUNNING ? stuck(graph, done, now, patience) : null);
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

  private static @Nullable CheckpointStatsHistory history(ArchivedExecutionGraph graph) {
    return graph.getCheckpointStatsSnapshot() == null
        ? null
        : graph.getCheckpointStatsSnapshot().getHistory();
  }

  private static @Nullable CompletedCheckpointStats completed(ArchivedExecutionGraph graph) {
    CheckpointStatsHistory history = history(graph);
    return history == null ? null : history.getLatestCompletedCheckpoint();
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
    if (graph.getFailureInfo() == null) {
      return null;
    }
    // Only a known fault is told by its text: another's could hold what a record says.
    String words = graph.getFailureInfo().getExceptionAsString();
    if (words.contains(LakeTakenOver.class.getName())) {
      return "another job took the lake over";
    }
    return words.contains(NO_SPACE)
        ? DISK_FULL
        : graph.getFailureInfo().getException().getOriginalErrorClassName();
  }

  /** Why a running job is not at work; null: it is. */
  private static @Nullable String stuck(
      ArchivedExecutionGraph graph,
      @Nullable CompletedCheckpointStats done,
      long now,
      long patience) {
    long runningSince = graph.getStatusTimestamp(org.apache.flink.api.common.JobStatus.RUNNING);
    long last = done == null ? runningSince : Math.max(runningSince, done.getLatestAckTimestamp());
    CheckpointStatsHistory history = history(graph);
    FailedCheckpointStats failed = history == null ? null : history.getLatestFailedCheckpoint();
    if (failed != null && failed.getFailureTimestamp() > last) {
      String why = failed.getFailureMessage();
      if (why != null && why.contains(NO_SPACE)) {
        return DISK_FULL;
      }
    }
    return now - last <= patience
        ? null
        : "no checkpoint was completed since " + Instant.ofEpochMilli(last);
  }
}
