package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rewrites some files of one table with the greatest row of each key, sorted by key. */
final class RewriteTable {
  private final LakeFiles files;
  private final CompactionDisk disk;

  RewriteTable(LakeFiles files, CompactionDisk disk) {
    this.files = files;
    this.disk = disk;
  }

  Rewrite run(CompactionPlan.Files work) throws IOException {
    Rewrite rewrite = new Rewrite();
    SortKey identity = SortKey.identity(work.table());
    try (SpillSort sort = disk.sort();
        LakeWriter writer =
            work.table() == LakeTable.FINDINGS
                ? disk.writerByMonth() // read whole, and by the day they were hundreds of files
                : disk.writer(work.sealing())) {
      for (DataFile file : work.files()) {
        rewrite.replaces(file);
        try (RowFileReader reader = new RowFileReader(files, work.table(), file.path())) {
          for (byte[] row = reader.next(); row != null; row = reader.next()) {
            sort.add(identity.of(row), row);
          }
        }
      }
      writeGreatest(sort, writer);
      rewrite.added.addAll(writer.seal().files());
    }
    return rewrite;
  }

  private static void writeGreatest(SpillSort sort, LakeWriter writer) throws IOException {
    SpillSort.Entry best = null;
    for (SpillSort.Entry each = sort.next(); each != null; each = sort.next()) {
      if (best != null && !Arrays.equals(best.key(), each.key())) {
        writer.append(best.row());
        best = each;
      } else {
        best = greater(best, each);
      }
    }
    if (best != null) {
      writer.append(best.row());
    }
  }

  private static SpillSort.Entry greater(SpillSort.@Nullable Entry a, SpillSort.Entry b) {
    return a == null || RowOrder.compare(LakeRow.decode(b.row()), LakeRow.decode(a.row())) >= 0
        ? b
        : a;
  }
}
