package dev.landfall.core.rollup;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What calls are counted by: text, flags and times in the order of the key; null is the least. */
record Group(List<@Nullable Object> values) implements Comparable<Group> {
  static Group of(@Nullable Object... values) {
    return new Group(Arrays.asList(values));
  }

  @Override
  public int compareTo(Group other) {
    for (int i = 0; i < values.size(); i++) {
      int order = compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof String text) {
      return text.compareTo((String) b);
    }
    return a instanceof Boolean flag
        ? Boolean.compare(flag, (Boolean) b)
        : Long.compare((Long) a, (Long) b);
  }
}
