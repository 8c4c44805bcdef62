package dev.landfall.jobs.lake;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys of some days' objects, and which of these days hold an object that is not theirs alone.
 *
 * <p>Shape: sorted numbers, eight bytes a key; looked up by halving. A day shares an object with
 * itself where it has two rows of it.
 */
final class ObjectKeys {
  private final SortedMap<LocalDate, long[]> days = new TreeMap<>();
  private final SortedSet<LocalDate> sharing = new TreeSet<>();

  /** Adds a day with its keys, ascending. */
  void add(LocalDate day, long[] keys) {
    for (int i = 1; i < keys.length; i++) {
      if (keys[i] == keys[i - 1]) {
        sharing.add(day);
      }
    }
    for (LocalDate earlier : days.keySet()) {
      if (meets(days.get(earlier), keys)) {
        sharing.add(earlier);
        sharing.add(day);
      }
    }
    days.put(day, keys);
  }

  /** A key of a day that is not one of these. */
  void meet(LocalDate other, long key) {
    for (Map.Entry<LocalDate, long[]> day : days.entrySet()) {
      if (Arrays.binarySearch(day.getValue(), key) >= 0) {
        sharing.add(day.getKey());
        sharing.add(other);
      }
    }
  }

  long[] of(LocalDate day) {
    long[] keys = days.get(day);
    return keys == null ? new long[0] : keys;
  }

  SortedSet<LocalDate> sharing() {
    return sharing;
  }

  /** Whether two ascending rows of keys have one in common. */
  private static boolean meets(long[] a, long[] b) {
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        return true;
      }
      if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }
}
