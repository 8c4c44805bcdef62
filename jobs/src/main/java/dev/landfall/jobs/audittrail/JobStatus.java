package dev.landfall.jobs.audittrail;

import org.jspecify.annotations.Nullable;

/**
 * How the embedded job is.
 *
 * @param lastCheckpointAt epoch milliseconds when the newest checkpoint of this start was complete;
 *     null: none yet
 * @param failures faults that made the job restart since it was started here
 * @param problem the latest fault in words; null: there was none
 * @param stuck why it does not get on though it runs, in words; null: it does
 */
public record JobStatus(
    State state,
    @Nullable Long lastCheckpointAt,
    int failures,
    @Nullable String problem,
    @Nullable String stuck) {

  static JobStatus of(State state, @Nullable String problem) {
    return new JobStatus(state, null, 0, problem, null);
  }

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
