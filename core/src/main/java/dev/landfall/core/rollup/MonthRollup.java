package dev.landfall.core.rollup;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.latency.PackedTimes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counted days of one month as the rows of one table by month.
 *
 * <p>Shape: fed the rows of the table by day in any order; the rows that come out depend on these
 * alone and are sorted by their key. Each says for which days the month stands, so that a reader
 * that cannot take one of them from counts does without the month.
 */
public final class MonthRollup {
  private static final Set<String> TIMES = Set.of("month_at", "from_at", "days");

  private final LocalDate month;
  private final LakeTable table;
  private final int[] keysAt;
  private final List<Column> keys;
  private final List<Column> sums;
  private final int[] sumsAt;
  private final Map<Group, @Nullable Object[]> groups = new HashMap<>();
  private long days;

  /**
   * @param month its first day
   * @param by the table by month that is wanted
   */
  public MonthRollup(LocalDate month, LakeTable by) {
    this.month = month;
    this.table = by;
    this.keys = columns(by, Column.Role.KEY);
    this.sums = columns(by, Column.Role.CONTENT);
    this.keysAt = positions(keys, daysOf(by));
    this.sumsAt = positions(sums, daysOf(by));
  }

  /** The table by day that a table by month is made of. */
  public static LakeTable daysOf(LakeTable by) {
    return switch (by) {
      case CALLS_MONTHLY -> LakeTable.CALLS_DAILY;
      case LATENCY_MONTHLY -> LakeTable.LATENCY_DAILY;
      default -> throw new IllegalArgumentException(by.id() + " is not a table by month");
    };
  }

  /** Adds a row of the table by day. */
  public void add(LakeRow row) {
    LocalDate day = DayRollup.dayOf(row);
    if (!day.withDayOfMonth(1).equals(month)) {
      throw new IllegalArgumentException("a row of %s is not one of %s".formatted(day, month));
    }
    days |= bit(day);
    @Nullable Object[] key = new @Nullable Object[keysAt.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.get(keysAt[i]);
    }
    @Nullable Object[] sum =
        groups.computeIfAbsent(Group.of(key), unused -> new @Nullable Object[sumsAt.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] = plus(sum[i], row.get(sumsAt[i]));
    }
  }

  /** The rows; none where no day was added. */
  public List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    new TreeMap<>(groups).forEach((group, sum) -> rows.add(row(group, sum)));
    return rows;
  }

  /** The bit that stands for a day in {@code days} of its month. */
  public static long bit(LocalDate day) {
    return 1L << (day.getDayOfMonth() - 1);
  }

  private LakeRow row(Group group, @Nullable Object[] sum) {
    LakeRow row =
        new LakeRow(table)
            .set("month_at", micros(month))
            .set("from_at", micros(month.plusDays(Long.numberOfTrailingZeros(days))))
            .set("days", days);
    for (int i = 0; i < keysAt.length; i++) {
      row.set(keys.get(i).name(), group.values().get(i));
    }
    for (int i = 0; i < sum.length; i++) {
      row.set(sums.get(i).name(), packed(sum[i]));
    }
    return row;
  }

  /** Numbers add up; packed times are gathered, to be merged once. Null: nobody said. */
  private static @Nullable Object plus(@Nullable Object sum, @Nullable Object more) {
    if (more == null) {
      return sum;
    }
    if (more instanceof Long number) {
      return sum == null ? number : (Long) Math.addExact((Long) sum, number);
    }
    @SuppressWarnings("unchecked") // a column holds values of one type
    List<byte[]> parts = sum == null ? new ArrayList<>() : (List<byte[]>) sum;
    parts.add((byte[]) more);
    return parts;
  }

  private static @Nullable Object packed(@Nullable Object sum) {
    if (!(sum instanceof List<?> parts)) {
      return sum;
    }
    return PackedTimes.merge(parts.stream().map(part -> (byte[]) part).toList());
  }

  private static List<Column> columns(LakeTable table, Column.Role role) {
    return table.columns().stream()
        .filter(column -> column.role() == role && !TIMES.contains(column.name()))
        .toList();
  }

  private static int[] positions(List<Column> columns, LakeTable in) {
    return columns.stream().mapToInt(column -> in.indexOf(column.name())).toArray();
  }

  private static long micros(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000L;
  }
}
