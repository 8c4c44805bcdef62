package dev.landfall.core.judge;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Time, cut where the policy or the catalogue changes. Between two cuts both say the same.
 *
 * <p>Units: epoch milliseconds UTC; a span begins with its cut and ends before the next one.
 */
final class Spans {
  private final long[] cuts;

  Spans(PolicyHistory policies, Catalogue catalogue) {
    SortedSet<Long> all = new TreeSet<>(policies.changes());
    all.addAll(catalogue.changes());
    this.cuts = new long[all.size()];
    int n = 0;
    for (long cut : all) {
      cuts[n++] = cut;
    }
  }

  /** The number of the span that holds that time, from zero. */
  int at(long epochMillis) {
    int found = Arrays.binarySearch(cuts, epochMillis);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
