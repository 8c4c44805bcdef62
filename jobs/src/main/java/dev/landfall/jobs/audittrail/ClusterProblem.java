package dev.landfall.jobs.audittrail;

import java.io.IOException;

/** A Flink cluster that cannot be reached, or refuses what it was asked; says which and why. */
public final class ClusterProblem extends IOException {
  private static final long serialVersionUID = 1L;

  ClusterProblem(String message, Throwable cause) {
    super(message, cause);
  }

  ClusterProblem(String message) {
    super(message);
  }
}
