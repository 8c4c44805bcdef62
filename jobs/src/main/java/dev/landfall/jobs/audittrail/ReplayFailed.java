package dev.landfall.jobs.audittrail;

import java.nio.file.Path;

/** A replay that did not end; the lake stands as it did before. */
public final class ReplayFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayFailed(Path lake, Throwable cause) {
    super(
        "the replay into %s did not end, and the lake is unchanged: %s"
            .formatted(lake, rootMessage(cause)),
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
