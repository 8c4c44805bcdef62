package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;

/** A replay that did not end; the lake stands as it did before. */
public final class ReplayFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayFailed(LakePlace lake, Throwable cause) {
    super(
        "the replay into %s did not end, and the lake is unchanged: %s"
            .formatted(lake.text(), rootMessage(cause)),
        cause);
  }

  private static String rootMessage(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
