package dev.landfall.jobs.lake;

import java.io.Serializable;

/**
 * How much one {@link LakeWriter} may hold open and how large its files grow.
 *
 * @param openFiles files open at once, beyond a first batch of rows; the one longest unused is
 *     closed for another
 * @param bufferedBytes rows held in memory over all files; the fullest file is closed beyond
 * @param rowGroupBytes a row group is written when its columns reach this many bytes in memory
 * @param fileBytes a file is closed when it has this many bytes
 */
public record WriterOptions(int openFiles, long bufferedBytes, long rowGroupBytes, long fileBytes)
    implements Serializable {
  private static final long MIB = 1L << 20;

  public WriterOptions {
    if (openFiles < 1 || bufferedBytes < 1 || rowGroupBytes < 1 || fileBytes < 1) {
      throw new IllegalArgumentException("every limit of a lake writer is at least 1");
    }
  }

  /** For a small heap: a writer at these bounds stays below 100 MB. */
  public static WriterOptions defaults() {
    return new WriterOptions(64, 48 * MIB, 8 * MIB, 128 * MIB);
  }
}
