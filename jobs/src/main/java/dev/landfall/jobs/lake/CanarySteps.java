package dev.landfall.jobs.lake;

import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import java.io.IOException;
import java.util.List;

/**
 * The steps of canaries that a replay cannot make again: what was planted, told or missed is in no
 * source. What was read of them is, and is left to the replay, so that its records count once.
 */
final class CanarySteps {
  private CanarySteps() {}

  /** Writes these rows of the lake into files of their own; no file where there are none. */
  static List<DataFileAdded> notOfRecords(LakeFiles files, Manifest lake) throws IOException {
    try (LakeWriter writer = new LakeWriter(files, WriterOptions.defaults())) {
      for (Manifest.DataFile file : lake.files(LakeTable.CANARIES)) {
        copy(files, file, writer);
      }
      return writer.seal().files();
    }
  }

  private static void copy(LakeFiles files, Manifest.DataFile file, LakeWriter writer)
      throws IOException {
    try (RowFileReader reader = new RowFileReader(files, LakeTable.CANARIES, file.path())) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        if (!CanaryRows.isOfRecords(LakeRow.decode(row))) {
          writer.append(row);
        }
      }
    }
  }
}
