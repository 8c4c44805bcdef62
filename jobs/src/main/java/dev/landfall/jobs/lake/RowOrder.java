package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import org.jspecify.annotations.Nullable;

/** Which of several rows with one key is the row: the greater by {@link LakeTable#order}. */
final class RowOrder {
  private RowOrder() {}

  static int compare(LakeRow a, LakeRow b) {
    for (String column : a.table().order()) {
      int at = a.table().indexOf(column);
      int result = compare(a.get(at), b.get(at));
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /** Null is less than any value. */
  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return a instanceof Long number
        ? Long.compare(number, (Long) b)
        : ((String) a).compareTo((String) b);
  }
}
