package dev.landfall.reports.coverage;

import dev.landfall.reports.Coverage;
import dev.landfall.reports.Verdicts;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import dev.landfall.reports.totals.CallCounts;
import dev.landfall.reports.totals.NamedCounts;
import dev.landfall.reports.totals.RecordSums;
import dev.landfall.reports.totals.ReplayTotals;
import java.util.List;
import java.util.Map;

/** Reads the coverage that every report carries. */
public final class CoverageReader {
  static final Sql OBJECTS = Sql.of(CoverageReader.class, "objects");
  static final Sql REJECT_REASONS = Sql.of(CoverageReader.class, "reject_reasons");
  static final Sql MISSING_HOURS = Sql.of(CoverageReader.class, "missing_hours");
  static final Sql UNATTRIBUTED = Sql.of(CoverageReader.class, "unattributed");
  static final Sql CHANGES = Sql.of(CoverageReader.class, "changes");
  private static final List<String> STATUS = List.of("read", "empty", "damaged", "unreadable");

  private CoverageReader() {}

  public static Coverage read(LakeSession session, CallCounts calls) {
    Map<String, Long> objects = Verdicts.none(STATUS);
    NamedCounts.of(session.windowed(OBJECTS))
        .forEach((status, n) -> objects.merge(status, n, Long::sum));
    long hours = 0;
    for (Row row : session.windowed(MISSING_HOURS)) {
      hours += row.count("hours");
    }
    return new Coverage(
        calls.calls(),
        calls.observed(),
        calls.probeCalls(),
        session.lake().includesProbes(),
        calls.pairing(),
        calls.verdicts(),
        objects,
        sums(session, calls),
        ReplayTotals.ignored(session),
        NamedCounts.of(session.rows(REJECT_REASONS)),
        hours,
        NamedCounts.of(session.windowed(UNATTRIBUTED)),
        session.windowed(CHANGES).size());
  }

  /** Every record read is accounted for over the whole lake, whatever the window. */
  private static RecordSums sums(LakeSession session, CallCounts calls) {
    if (session.window().whole()) {
      return RecordSums.read(session, calls);
    }
    try (LakeSession whole = session.lake().session(Window.all())) {
      return RecordSums.read(whole, CallCounts.read(whole));
    }
  }
}
