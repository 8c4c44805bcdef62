package dev.landfall.jobs.lake;

import dev.landfall.ingest.config.LakePlace;
import java.nio.file.Path;

/** Where compaction sorts and how it writes. */
record CompactionDisk(LakePlace lake, LakeFiles files, CompactionOptions options) {
  private static final long MIB = 1L << 20;

  /** One file is open at a time and lives long: larger row groups than a running job can afford. */
  private static final WriterOptions WRITER = new WriterOptions(4, 128 * MIB, 32 * MIB, 256 * MIB);

  SpillSort sort() {
    return new SpillSort(folder(), options.memoryBytes());
  }

  /**
   * Below the lake, whose disk has room for it; a bucket has none, so the temporary folder then.
   */
  private Path folder() {
    return lake instanceof LakePlace.Folder local
        ? local.folder().resolve(SpillSort.FOLDER)
        : Path.of(System.getProperty("java.io.tmpdir"), "landfall-compact");
  }

  LakeWriter writer(boolean sealed) {
    return new LakeWriter(files, WRITER, sealed, false);
  }

  LakeWriter writerByMonth() {
    return new LakeWriter(files, WRITER, false, true);
  }
}
