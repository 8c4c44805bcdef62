package dev.landfall.jobs.lake;

import java.nio.file.Path;

/** Where compaction sorts and how it writes. */
record CompactionDisk(Path lake, LakeFiles files, CompactionOptions options) {
  private static final long MIB = 1L << 20;

  /** One file is open at a time and lives long: larger row groups than a running job can afford. */
  private static final WriterOptions WRITER = new WriterOptions(4, 128 * MIB, 32 * MIB, 256 * MIB);

  SpillSort sort() {
    return new SpillSort(lake.resolve(SpillSort.FOLDER), options.memoryBytes());
  }

  LakeWriter writer(boolean sealed) {
    return new LakeWriter(files, WRITER, sealed);
  }
}
