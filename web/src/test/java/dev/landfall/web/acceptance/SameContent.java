package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.ContentDump;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.totals.ReplayTotals;
import java.nio.file.Path;
import java.util.List;

/** Two lakes hold the same, row by row, in every table that comes from the sources. */
final class SameContent {
  private static final List<LakeTable> FROM_SOURCES =
      List.of(
          LakeTable.CALLS,
          LakeTable.FINDINGS,
          LakeTable.QUOTA_MINUTES,
          LakeTable.OBJECTS,
          LakeTable.REJECTS,
          LakeTable.LATE,
          LakeTable.SURFACES,
          LakeTable.CHANGES);

  private SameContent() {}

  static void assertSame(Path wanted, Path actual) {
    try (Lake replayed = Lake.open(wanted, LakeOptions.standard());
        Lake live = Lake.open(actual, LakeOptions.standard())) {
      for (LakeTable table : FROM_SOURCES) {
        assertThat(ContentDump.lines(live, table))
            .as(table.id())
            .isEqualTo(ContentDump.lines(replayed, table));
      }
      assertThat(ReplayTotals.of(live)).isEqualTo(ReplayTotals.of(replayed));
    }
  }
}
