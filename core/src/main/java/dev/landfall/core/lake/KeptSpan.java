package dev.landfall.core.lake;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/**
 * The days that a lake keeps since retention took others out of it: the one place that says which
 * rows leave with a day, and which stay whatever their age (ADR 24).
 *
 * <p>Shape: days of calls before {@code from} have left. With them leave the rows that tell of
 * single calls; what was read, what was found, what was told and what was changed stays.
 *
 * @param from the first day kept, UTC
 */
public record KeptSpan(LocalDate from) {
  private static final Set<LakeTable> WITH_THE_DAY =
      EnumSet.of(LakeTable.CALLS, LakeTable.QUOTA_MINUTES, LakeTable.SURFACES);

  /** Their rows belong to calls less than a day away, so a kept call may need the day before. */
  private static final Set<LakeTable> A_DAY_LATER = EnumSet.of(LakeTable.LATE, LakeTable.PROBES);

  private static final Set<LakeTable> OF_OBJECTS =
      EnumSet.of(LakeTable.OBJECTS_DAILY, LakeTable.OBJECT_KEYS);

  /** Whether a table's rows leave at all; those made of them leave with them. */
  public static boolean leaves(LakeTable table) {
    return WITH_THE_DAY.contains(table) || A_DAY_LATER.contains(table);
  }

  /** Tables that compaction makes of calls: their files leave with the days they count. */
  public static boolean countsCalls(LakeTable table) {
    return table.derived() && !OF_OBJECTS.contains(table);
  }

  /** Whether rows of a day are kept; of a table that never leaves all are. */
  public boolean holds(LakeTable table, LocalDate day) {
    if (A_DAY_LATER.contains(table)) {
      return !day.isBefore(from.minusDays(1));
    }
    return !WITH_THE_DAY.contains(table) || !day.isBefore(from);
  }

  /**
   * Whether a file of counts holds nothing of a day that left, by its {@code dt}: the day, or the
   * first of the month, that it counts. A month of which the first days left is none such.
   */
  public boolean holdsAllOf(LocalDate dt) {
    LocalDate month = from.withDayOfMonth(1);
    return !dt.isBefore(month.equals(from) ? from : month.plusMonths(1));
  }
}
