package dev.landfall.jobs.source.lookup;

import dev.landfall.ingest.lookup.EventHistory;
import dev.landfall.jobs.source.ObjectOptions.ParseLimits;
import java.io.Serializable;

/**
 * How an event history is read.
 *
 * <p>Units: milliseconds. Shape: plain values, for they travel with the job.
 *
 * @param id names the source in state and on pages
 * @param place names account and Region in places and rows
 * @param sinceMillis how far back the first start reads
 * @param silentMillis a history that cannot be read for longer holds no mark back any more
 */
public record LookupOptions(
    String id,
    String place,
    EventHistory.Options history,
    long sinceMillis,
    long silentMillis,
    ParseLimits limits)
    implements Serializable {
  private static final long serialVersionUID = 1;

  boolean bounded() {
    return history.bounded();
  }
}
