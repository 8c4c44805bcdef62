package dev.landfall.core.quota;

import java.util.TreeMap;

/**
 * What one minute of a ledger holds, by caller. The minute's figures are the callers' sums: most
 * rows have one or two callers, so nothing is kept twice.
 */
final class MinuteBucket {
  final TreeMap<String, CallerMinute> callers = new TreeMap<>();

  CallerMinute of(String caller) {
    CallerMinute known = callers.get(caller);
    if (known == null) {
      known = new CallerMinute();
      callers.put(caller, known);
    }
    return known;
  }

  /** Drops a caller of whom nothing is left. */
  void tidy(String caller) {
    CallerMinute known = callers.get(caller);
    if (known != null && known.isZero()) {
      callers.remove(caller);
    }
  }

  void addAll(MinuteBucket other) {
    other.callers.forEach(
        (caller, minute) -> {
          of(caller).addAll(minute);
          tidy(caller);
        });
  }

  boolean isEmpty() {
    return callers.isEmpty();
  }
}
