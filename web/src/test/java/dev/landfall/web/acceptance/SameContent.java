package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.ContentDump;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.totals.ReplayTotals;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

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

  private static final Predicate<String> STANDS =
      line -> !(line.startsWith("finding_id=") && line.contains("\toccurrences=0\t"));

  private SameContent() {}

  /** Where every record was there before its call settled. */
  static void assertSame(Path wanted, Path actual) {
    assertSame(wanted, actual, line -> true);
  }

  /**
   * Where records came after their call had settled. A finding that lost its last ground to such a
   * record stays on record as superseded; a replay, which settles last, never has it.
   */
  static void assertSameStands(Path wanted, Path actual) {
    assertSame(wanted, actual, STANDS);
  }

  private static void assertSame(Path wanted, Path actual, Predicate<String> compared) {
    try (Lake replayed = Lake.open(wanted, LakeOptions.standard());
        Lake live = Lake.open(actual, LakeOptions.standard())) {
      for (LakeTable table : FROM_SOURCES) {
        assertThat(ContentDump.lines(live, table).stream().filter(compared))
            .as(table.id())
            .containsExactlyElementsOf(
                ContentDump.lines(replayed, table).stream().filter(compared).toList());
      }
      assertThat(ReplayTotals.of(live)).isEqualTo(ReplayTotals.of(replayed));
    }
  }
}
