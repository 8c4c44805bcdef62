package dev.landfall.ingest.scan;

import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;

/**
 * Where the record at hand came from.
 *
 * <p>Units: offset and length in decompressed bytes; {@code arrivedAt} epoch milliseconds.
 */
public record Origin(PlaceKind kind, String uri, long arrivedAt, long offset, long length) {
  /** How far ahead of its bytes an event may claim to be: clocks differ, but not by this. */
  private static final long AHEAD_MILLIS = 10 * 60_000L;

  public Place place() {
    return new Place(kind, uri, offset, length);
  }

  public boolean isFuture(long eventAt) {
    return eventAt > arrivedAt + AHEAD_MILLIS;
  }
}
