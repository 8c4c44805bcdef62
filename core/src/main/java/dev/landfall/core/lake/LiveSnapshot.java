package dev.landfall.core.lake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The early view that the live page shows, renewed by the job twice a second.
 *
 * <p>Shape: JSON with snake_case names at {@code _live/snapshot.json}, replaced by rename. It
 * includes calls that are not settled, so it may run ahead of every report. Units: times are epoch
 * milliseconds UTC. Missing: null where not known; a snapshot older than 10 s is stale and the page
 * says so.
 *
 * @param asOf settled time of the lake; null: nothing has settled
 * @param totals records_read, calls, duplicates, ignored, rejected, late, canaries (records of
 *     planted breaches, which count nowhere else)
 * @param checkpointedAt when the job last completed a checkpoint, which is when it publishes;
 *     before the first of a start the one it goes on from, else when it was started, whatever
 *     failed since; null: a job of an older version wrote this
 */
public record LiveSnapshot(
    long writtenAt,
    @Nullable Long asOf,
    Map<String, Long> totals,
    Map<String, Long> pairing,
    Map<String, Long> verdicts,
    List<Flow> flows,
    List<OpenFinding> findings,
    List<BusyRow> quota,
    List<SourceState> sources,
    @Nullable Long checkpointedAt) {

  /** Calls from one source Region to one inference Region (null: not shown), by placement. */
  public record Flow(
      @Nullable String sourceRegion,
      @Nullable String inferenceRegion,
      String placement,
      long calls) {}

  /** A finding as it stands, settled or not; columns as in the table {@code findings}. */
  public record OpenFinding(
      String findingId,
      String rule,
      String severity,
      @Nullable String account,
      @Nullable String workload,
      @Nullable String profile,
      @Nullable String region,
      @Nullable String subject,
      long occurrences,
      long firstSeenAt,
      long lastSeenAt,
      String headline) {}

  /** The busiest minute among the latest of one quota row. */
  public record BusyRow(
      String account,
      String sourceRegion,
      String model,
      String quotaRow,
      long minuteAt,
      long settledTokens,
      long peakRollingTokens,
      long peakReservedTokens,
      long requests,
      long throttled,
      @Nullable Long quotaTokens) {}

  /**
   * When a source was last read, and up to which event time it is complete.
   *
   * @param newestArrivalAt when the newest bytes that the source has seen arrived at their place;
   *     null: nothing was seen, or a job of an older version said it
   */
  public record SourceState(
      String id,
      String type,
      String place,
      @Nullable Long lastReadAt,
      @Nullable Long completeTo,
      long objects,
      @Nullable String problem,
      @Nullable Long newestArrivalAt) {}
}
