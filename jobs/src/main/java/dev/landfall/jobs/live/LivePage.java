package dev.landfall.jobs.live;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the live page shows, put together from parcels and kept as parcels.
 *
 * <p>Bound: the findings there are, the quota rows there are, and the sources that are configured:
 * one that was taken out is forgotten. The page itself shows the gravest findings and the busiest
 * rows only.
 */
final class LivePage {
  private static final int FINDINGS_SHOWN = 200;
  private static final int ROWS_SHOWN = 20;
  private static final List<String> GRAVEST_FIRST = List.of("critical", "error", "warning", "info");

  private static final Comparator<OpenFinding> FINDING_ORDER =
      Comparator.comparingInt((OpenFinding f) -> rank(f.severity()))
          .thenComparing(Comparator.comparingLong(OpenFinding::lastSeenAt).reversed())
          .thenComparing(OpenFinding::findingId);

  private static final Comparator<BusyRow> ROW_ORDER =
      Comparator.comparingDouble(LivePage::load)
          .reversed()
          .thenComparing(Comparator.comparingLong(BusyRow::peakRollingTokens).reversed())
          .thenComparing(BusyRow::account)
          .thenComparing(BusyRow::sourceRegion)
          .thenComparing(BusyRow::model)
          .thenComparing(BusyRow::quotaRow);

  private final Set<String> configured;
  private final LiveCounts counts = new LiveCounts();
  private final Map<String, OpenFinding> findings = new TreeMap<>();
  private final Map<String, BusyRow> rows = new TreeMap<>();
  private final Map<String, SourceState> sources = new TreeMap<>();

  /**
   * @param configured ids of the sources that are read
   */
  LivePage(Set<String> configured) {
    this.configured = configured;
  }

  void take(Parcel parcel) {
    switch (parcel.kind()) {
      case Parcel.COUNTS -> counts.addAll(LiveCodec.counts(parcel.payload()));
      case Parcel.FINDING -> {
        if (parcel.payload().length == 0) {
          findings.remove(parcel.key());
        } else {
          findings.put(parcel.key(), LiveCodec.finding(parcel.payload()));
        }
      }
      case Parcel.BUSY ->
          LiveCodec.busy(parcel.payload()).forEach(row -> rows.put(parcel.key(), row));
      case Parcel.SOURCE -> {
        if (configured.contains(parcel.key())) {
          sources.put(parcel.key(), LiveCodec.source(parcel.payload()));
        }
      }
      default ->
          throw new IllegalStateException("the live page got a parcel of kind " + parcel.kind());
    }
  }

  /** The page as parcels that {@link #take} makes it from again. */
  List<Parcel> parcels() {
    List<Parcel> all = new ArrayList<>();
    all.add(new Parcel(Parcel.COUNTS, "", 0, LiveCodec.encode(counts.all())));
    findings.forEach((id, f) -> all.add(new Parcel(Parcel.FINDING, id, 0, LiveCodec.encode(f))));
    rows.forEach(
        (key, row) -> all.add(new Parcel(Parcel.BUSY, key, 0, LiveCodec.encode(List.of(row)))));
    sources.forEach((id, s) -> all.add(new Parcel(Parcel.SOURCE, id, 0, LiveCodec.encode(s))));
    return all;
  }

  LiveSnapshot snapshot(long writtenAt, @Nullable Long asOf, long checkpointedAt) {
    return new LiveSnapshot(
        writtenAt,
        asOf,
        counts.totals(),
        counts.pairing(),
        counts.verdicts(),
        counts.flows(),
        findings.values().stream().sorted(FINDING_ORDER).limit(FINDINGS_SHOWN).toList(),
        rows.values().stream().sorted(ROW_ORDER).limit(ROWS_SHOWN).toList(),
        List.copyOf(sources.values()),
        checkpointedAt);
  }

  private static int rank(String severity) {
    int rank = GRAVEST_FIRST.indexOf(severity);
    return rank < 0 ? GRAVEST_FIRST.size() : rank;
  }

  /** Share of the applied quota; a row without one stands behind those that have. */
  private static double load(BusyRow row) {
    Long quota = row.quotaTokens();
    return quota == null || quota == 0 ? -1 : (double) row.peakRollingTokens() / quota;
  }
}
