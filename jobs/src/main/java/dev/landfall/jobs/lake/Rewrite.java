package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files to take out of the lake and those to put in their place, with the counts of both. */
final class Rewrite {
  final Set<String> replaced = new HashSet<>();
  final List<DataFileAdded> added = new ArrayList<>();
  long rowsRead;
  long lateMerged;
  long rejudged;

  /** Set where days leave the lake with these files. */
  @Nullable KeptSpan kept;

  void replaces(DataFile file) {
    replaced.add(file.path());
    rowsRead += file.rows();
  }

  /** A file of a table made of others; its rows are not counted, for they say nothing new. */
  void replacesDerived(DataFile file) {
    replaced.add(file.path());
  }

  long rowsWritten() {
    return added.stream()
        .filter(each -> !each.table().derived() && !replaced.contains(each.file().path()))
        .mapToLong(each -> each.file().rows())
        .sum();
  }

  /** Files added for a table and day. */
  List<DataFile> files(LakeTable table, LocalDate day) {
    return added.stream()
        .filter(each -> each.table() == table && each.file().dt().equals(day.toString()))
        .map(DataFileAdded::file)
        .toList();
  }

  void take(Rewrite other) {
    replaced.addAll(other.replaced);
    added.addAll(other.added);
    rowsRead += other.rowsRead;
    lateMerged += other.lateMerged;
    rejudged += other.rejudged;
  }
}
