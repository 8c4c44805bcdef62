package dev.landfall.jobs.operator;

/** Whether the job watches its sources or reads them once to the end. */
public enum Mode {
  /** Rows and the live page follow as things change, at most once a second each. */
  LIVE,
  /** Nothing settles until all input has ended; then everything is written once. */
  REPLAY
}
