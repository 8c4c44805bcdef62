package dev.landfall.core.rollup;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** By which columns of calls a table of counts tells them apart: the contract says it once. */
final class CountedBy {
  private static final Set<String> OF_CALLS =
      LakeTable.CALLS.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet());

  private CountedBy() {}

  /** Key columns that a call has under the same name, in the table's order. */
  static List<String> columns(LakeTable counts) {
    return counts.columns().stream()
        .filter(column -> column.role() == Column.Role.KEY)
        .map(Column::name)
        .filter(OF_CALLS::contains)
        .toList();
  }
}
