package dev.landfall.core.catalogue;

import java.util.Set;

/**
 * When a row holds and who says so.
 *
 * <p>Units: epoch milliseconds UTC, half-open; {@link Long#MAX_VALUE} is an open end.
 *
 * @param source the text the row was taken from
 * @param note departures, conflicts between texts; empty: none
 * @param layer 0 for shipped rows; a file that overrides has a higher one and wins
 */
public record Validity(long from, long to, String source, String note, int layer) {

  public boolean holds(long at) {
    return at >= from && at < to;
  }

  void addTo(Set<Long> changes) {
    changes.add(from);
    changes.add(to);
  }

  /** Of two rows that hold: the higher layer, then the one that began later. */
  boolean beats(Validity other) {
    return layer != other.layer ? layer > other.layer : from >= other.from;
  }
}
