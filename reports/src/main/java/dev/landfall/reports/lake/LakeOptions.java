package dev.landfall.reports.lake;

/**
 * What one reader may take of the machine.
 *
 * @param threads DuckDB's worker threads, at least 1
 * @param memoryMegabytes DuckDB's memory limit; beyond it work spills to a temporary folder
 */
public record LakeOptions(int threads, int memoryMegabytes) {
  public LakeOptions {
    if (threads < 1 || memoryMegabytes < 64) {
      throw new IllegalArgumentException(
          "a lake reader wants at least 1 thread and 64 MB, got %d and %d"
              .formatted(threads, memoryMegabytes));
    }
  }

  /** Two threads and 2 GB: a command line on its own. */
  public static LakeOptions standard() {
    return new LakeOptions(2, 2048);
  }

  /** One thread and 1 GB: in the process of the job, which comes first. */
  public static LakeOptions besideTheJob() {
    return new LakeOptions(1, 1024);
  }
}
