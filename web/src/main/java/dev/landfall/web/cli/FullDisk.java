package dev.landfall.web.cli;

import org.jspecify.annotations.Nullable;

/**
 * Tells a full disk from faults of ours: what runs inside (Flink, DuckDB, Parquet) wraps it in
 * words of its own.
 */
final class FullDisk {
  private static final String NO_SPACE = "No space left on device";
  private static final String OVER_QUOTA = "Disk quota exceeded";

  private FullDisk() {}

  /** What the system said, with the file where it named one; null: something else failed. */
  static @Nullable String in(Throwable failure) {
    String found = null;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String said = at.getMessage();
      if (said != null && (said.contains(NO_SPACE) || said.contains(OVER_QUOTA))) {
        found = said; // the deepest names the file
      }
    }
    return found;
  }
}
