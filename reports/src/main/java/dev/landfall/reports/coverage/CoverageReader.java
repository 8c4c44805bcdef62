package dev.landfall.reports.coverage;

import dev.landfall.reports.Coverage;
import dev.landfall.reports.Verdicts;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Sql;
import dev.landfall.reports.totals.CallCounts;
import dev.landfall.reports.totals.LeftCalls;
import dev.landfall.reports.totals.NamedCounts;
import dev.landfall.reports.totals.RecordSums;
import dev.landfall.reports.totals.ReplayTotals;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads the coverage that every report carries. */
public final class CoverageReader {
  static final Sql OBJECTS = Sql.of(CoverageReader.class, "objects");
  static final Sql REJECT_REASONS = Sql.of(CoverageReader.class, "reject_reasons");
  static final Sql UNATTRIBUTED = Sql.of(CoverageReader.class, "unattributed");
  static final Sql CHANGES = Sql.of(CoverageReader.class, "changes");
  private static final List<String> STATUS = List.of("read", "empty", "damaged", "unreadable");

  private CoverageReader() {}

  public static Coverage read(LakeSession session, CallCounts calls) {
    Map<String, Long> objects = Verdicts.none(STATUS);
    NamedCounts.of(session.windowed(OBJECTS))
        .forEach((status, n) -> objects.merge(status, n, Long::sum));
    WholeLake whole = session.lake().once(WholeLake.class, () -> whole(session, calls));
    return new Coverage(
        calls.calls(),
        calls.observed(),
        calls.probeCalls(),
        session.lake().includesProbes(),
        calls.pairing(),
        calls.verdicts(),
        objects,
        whole.sums(),
        whole.ignored(),
        whole.rejected(),
        HoursRead.of(session).missing(session.window()),
        NamedCounts.of(session.windowed(UNATTRIBUTED)),
        session.windowed(CHANGES).size(),
        LeftCalls.read(session, session.window()));
  }

  /** Every record read is accounted for over the whole lake, whatever the window. */
  private static WholeLake whole(LakeSession session, CallCounts calls) {
    if (session.window().whole()) {
      return WholeLake.of(session, calls);
    }
    try (LakeSession whole = session.lake().session(Window.all())) {
      return WholeLake.of(whole, CallCounts.read(whole));
    }
  }

  /** What every page states of all records, found once for a version of the lake. */
  private record WholeLake(RecordSums sums, Map<String, Long> ignored, Map<String, Long> rejected) {
    static WholeLake of(LakeSession session, CallCounts calls) {
      return new WholeLake(
          RecordSums.read(session, calls),
          Collections.unmodifiableMap(ReplayTotals.ignored(session)),
          Collections.unmodifiableMap(NamedCounts.of(session.rows(REJECT_REASONS))));
    }
  }
}
