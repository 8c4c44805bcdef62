package dev.landfall.jobs.source;

import dev.landfall.ingest.object.Limits;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.source.ObjectStore;
import java.io.Serializable;
import java.time.Clock;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a folder or a bucket is read.
 *
 * <p>Units: milliseconds. Shape: plain values, for they travel with the job.
 *
 * @param id names the source in state and on pages
 * @param bounded read what is there now and end; otherwise watch
 * @param pollMillis time between two looks
 * @param allowedDelayMillis complete-to is the time of a whole look less this: AWS delivers an
 *     event to S3 minutes after it happened
 * @param silentMillis a place that fails for longer no longer holds marks back; the gap is on
 *     record by then
 * @param packParts parts of all calls by which witnesses are packed; 0: each goes on its own
 */
public record ObjectOptions(
    String id,
    ObjectStore store,
    boolean bounded,
    long pollMillis,
    long allowedDelayMillis,
    long silentMillis,
    ParseLimits limits,
    Clock clock,
    int packParts)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Without packs. */
  public ObjectOptions(
      String id,
      ObjectStore store,
      boolean bounded,
      long pollMillis,
      long allowedDelayMillis,
      long silentMillis,
      ParseLimits limits,
      Clock clock) {
    this(id, store, bounded, pollMillis, allowedDelayMillis, silentMillis, limits, clock, 0);
  }

  /** {@link ParseOptions} in a form that travels. */
  public record ParseLimits(
      int maxRecordBytes,
      int maxDepth,
      int maxInflationRatio,
      long maxObjectBytes,
      TreeSet<String> metadataKeys)
      implements Serializable {
    private static final long serialVersionUID = 1;

    public static ParseLimits of(Limits limits, SortedSet<String> metadataKeys) {
      return new ParseLimits(
          limits.maxRecordBytes(),
          limits.maxDepth(),
          limits.maxInflationRatio(),
          limits.maxInflatedBytes(),
          new TreeSet<>(metadataKeys));
    }

    public ParseOptions options() {
      return new ParseOptions(
          new Limits(maxRecordBytes, maxDepth, maxInflationRatio, maxObjectBytes), metadataKeys);
    }
  }
}
