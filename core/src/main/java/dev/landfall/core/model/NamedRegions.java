package dev.landfall.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets of the Regions that records name. Nearly every record names one or none, so the sets of one
 * are made once and shared; none of them can be changed.
 */
public final class NamedRegions {
  public static final SortedSet<String> NONE = Collections.emptySortedSet();

  /** More than AWS has Regions; what logs claim beyond that is not remembered. */
  private static final int REMEMBERED = 256;

  private static final Map<String, SortedSet<String>> SINGLE = new ConcurrentHashMap<>();

  private NamedRegions() {}

  /** The set of that Region; null: of none. */
  public static SortedSet<String> of(@Nullable String region) {
    if (region == null) {
      return NONE;
    }
    SortedSet<String> known = SINGLE.get(region);
    if (known != null) {
      return known;
    }
    SortedSet<String> one = new TreeSet<>();
    one.add(region);
    SortedSet<String> fixed = Collections.unmodifiableSortedSet(one);
    if (SINGLE.size() < REMEMBERED) {
      SINGLE.put(region, fixed);
    }
    return fixed;
  }

  /** Everything in either; one of the two where it holds all. */
  public static SortedSet<String> union(SortedSet<String> a, SortedSet<String> b) {
    if (b.isEmpty() || a == b) {
      return a;
    }
    if (a.isEmpty()) {
      return b;
    }
    SortedSet<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all.size() == a.size() ? a : all;
  }
}
