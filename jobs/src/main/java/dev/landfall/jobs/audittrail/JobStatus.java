package dev.landfall.jobs.audittrail;

import org.jspecify.annotations.Nullable;

/**
 * How the embedded job is.
 *
 * @param lastCheckpointAt epoch milliseconds when the newest checkpoint of this start was complete;
 *     null: none yet
 * @param failures faults that made the job restart since it was started here
 * @param problem the latest fault in words; null: there was none
 */
public record JobStatus(
    State state, @Nullable Long lastCheckpointAt, int failures, @Nullable String problem) {

  /** What the job is doing. */
  public enum State {
    STARTING,
    RUNNING,
    /** It failed and comes back from the newest checkpoint. */
    RESTARTING,
    /** It failed too often and stays down. */
    FAILED,
    STOPPED
  }
}
