package dev.landfall.ingest.lookup;

import java.time.Instant;

/**
 * A half-open span of event times, on whole seconds as event times are.
 *
 * <p>Units: epoch milliseconds UTC.
 */
public record EventWindow(long from, long to) {
  static final long SECOND = 1_000;

  public EventWindow {
    if (from >= to || from % SECOND != 0 || to % SECOND != 0) {
      throw new IllegalArgumentException(
          "a window wants whole seconds and an end after its start, got %d to %d"
              .formatted(from, to));
    }
  }

  boolean holds(long eventAt) {
    return eventAt >= from && eventAt < to;
  }

  long length() {
    return to - from;
  }

  /** As it stands in a place: {@code 2026-11-20T10:00:00Z--2026-11-20T10:15:00Z}. */
  public String text() {
    return Instant.ofEpochMilli(from) + "--" + Instant.ofEpochMilli(to);
  }
}
