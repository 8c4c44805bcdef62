package dev.landfall.jobs.lake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What compaction touches and what it may use.
 *
 * @param settle a day is sealed when it ended this long before the lake's {@code as_of}
 * @param all seal every day there is, settled or not
 * @param tailFiles a day that is not sealed yet is still tidied once a table has more files in it
 * @param batchBytes days are taken together up to this size as stored, so that work stays bounded
 * @param memoryBytes rows sorted in memory before they spill to disk; used twice
 * @param keepReplaced replaced files stay this long for checkpoints that still name them
 * @param unreferencedAge files that no manifest names are deleted at this age, if nobody owns the
 *     lake at the time
 * @param keep days of calls that ended this long before the lake's {@code as_of} leave it; null:
 *     none does
 */
public record CompactionOptions(
    Duration settle,
    boolean all,
    int tailFiles,
    long batchBytes,
    long memoryBytes,
    Duration keepReplaced,
    Duration unreferencedAge,
    @Nullable Duration keep) {
  private static final long MIB = 1L << 20;

  public static CompactionOptions defaults() {
    return new CompactionOptions(
        Duration.ofHours(2),
        false,
        100,
        1024 * MIB,
        64 * MIB,
        Publisher.KEEP_REPLACED,
        Duration.ofDays(7),
        null);
  }

  public CompactionOptions withAll(boolean everyDay) {
    return new CompactionOptions(
        settle, everyDay, tailFiles, batchBytes, memoryBytes, keepReplaced, unreferencedAge, keep);
  }

  public CompactionOptions withSettle(Duration value) {
    return new CompactionOptions(
        value, all, tailFiles, batchBytes, memoryBytes, keepReplaced, unreferencedAge, keep);
  }

  /** {@code value}: null keeps every day. */
  public CompactionOptions withKeep(@Nullable Duration value) {
    return new CompactionOptions(
        settle, all, tailFiles, batchBytes, memoryBytes, keepReplaced, unreferencedAge, value);
  }
}
