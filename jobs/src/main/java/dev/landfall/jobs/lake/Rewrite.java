package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Manifest.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files to take out of the lake and those to put in their place, with the counts of both. */
final class Rewrite {
  final Set<String> replaced = new HashSet<>();
  final List<DataFileAdded> added = new ArrayList<>();
  long rowsRead;
  long lateMerged;
  long rejudged;

  void replaces(DataFile file) {
    replaced.add(file.path());
    rowsRead += file.rows();
  }

  long rowsWritten() {
    return added.stream().mapToLong(each -> each.file().rows()).sum();
  }

  void take(Rewrite other) {
    replaced.addAll(other.replaced);
    added.addAll(other.added);
    rowsRead += other.rowsRead;
    lateMerged += other.lateMerged;
    rejudged += other.rejudged;
  }
}
