package dev.landfall.core.rollup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One UTC day of quota minutes as the rows of {@code quota_daily}.
 *
 * <p>Shape: fed one row per quota row and minute in any order; the rows that come out depend on the
 * minutes alone and are sorted by their key. A minute of zeros, whose calls turned out to be of
 * another, is none.
 */
public final class QuotaDay {
  private static final List<String> KEYS =
      List.of("account", "source_region", "model", "quota_row");

  private static final List<String> SUMS =
      List.of(
          "settled_tokens",
          "requests",
          "throttled",
          "unset_max_tokens",
          "reserved_tokens",
          "unknown_settled",
          "unknown_reserved",
          "unknown_output");

  private static final List<String> QUOTAS =
      List.of("quota_tokens", "quota_requests", "quota_tokens_per_day", "quota_output_tokens");

  /** Of a minute in which anything was asked, burned or in flight one of them is not zero. */
  private static final List<String> QUANTITIES =
      List.of(
          "settled_tokens",
          "peak_reserved_tokens",
          "requests",
          "throttled",
          "unknown_settled",
          "unknown_reserved");

  private final LocalDate day;
  private final Map<Group, Sums> groups = new HashMap<>();

  private static final class Sums {
    private long minutes;
    private long limited;
    private final @Nullable Long[] sums = new @Nullable Long[SUMS.size()];
    private @Nullable Long perDay;
    private final Closest tokens = new Closest();
    private final Closest requests = new Closest();
    private final Closest output = new Closest();
  }

  /** The minute that came closest to one quota: by share, then by use, then the first. */
  private static final class Closest {
    private boolean any;
    private @Nullable Long at;
    private @Nullable Long used;
    private @Nullable Long quota;

    void meet(@Nullable Long minute, @Nullable Long use, @Nullable Long limit) {
      if (any) {
        int order = compare(share(use, limit), share(used, quota));
        order = order != 0 ? order : compare(use, used);
        order = order != 0 ? order : -compare(minute, at);
        if (order <= 0) {
          return;
        }
      }
      any = true;
      at = minute;
      used = use;
      quota = limit;
    }

    private static @Nullable Double share(@Nullable Long use, @Nullable Long limit) {
      return use == null || limit == null || limit == 0 ? null : (Double) ((double) use / limit);
    }

    /** Null is the least. */
    private static <T extends Comparable<T>> int compare(@Nullable T a, @Nullable T b) {
      return a == null || b == null ? Boolean.compare(a != null, b != null) : a.compareTo(b);
    }
  }

  public QuotaDay(LocalDate day) {
    this.day = day;
  }

  /** Columns of {@code quota_minutes} that are needed; the others may be null. */
  public static Set<String> inputs() {
    Set<String> inputs = new HashSet<>(KEYS);
    inputs.addAll(SUMS);
    inputs.addAll(QUOTAS);
    inputs.addAll(QUANTITIES);
    inputs.addAll(Set.of("minute_at", "peak_rolling_tokens", "peak_requests", "output_tokens"));
    return Set.copyOf(inputs);
  }

  /** Adds a minute of the day. */
  public void add(LakeRow minute) {
    if (!minute.day().equals(day)) {
      throw new IllegalArgumentException(
          "a minute of %s is not one of %s".formatted(minute.day(), day));
    }
    if (!isUsed(minute)) {
      return;
    }
    Group key = Group.of(KEYS.stream().map(minute::get).toArray());
    Sums sums = groups.computeIfAbsent(key, unused -> new Sums());
    sums.minutes++;
    sums.limited += QUOTAS.stream().anyMatch(quota -> minute.get(quota) != null) ? 1 : 0;
    for (int i = 0; i < SUMS.size(); i++) {
      sums.sums[i] = plus(sums.sums[i], number(minute, SUMS.get(i)));
    }
    Long perDay = number(minute, "quota_tokens_per_day");
    if (perDay != null && (sums.perDay == null || perDay > sums.perDay)) {
      sums.perDay = perDay;
    }
    Long at = number(minute, "minute_at");
    sums.tokens.meet(at, number(minute, "peak_rolling_tokens"), number(minute, "quota_tokens"));
    sums.requests.meet(at, number(minute, "peak_requests"), number(minute, "quota_requests"));
    sums.output.meet(at, number(minute, "output_tokens"), number(minute, "quota_output_tokens"));
  }

  /**
   * At least one: a day without a used minute has a row of none, which says that it was counted.
   */
  public List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    if (groups.isEmpty()) {
      rows.add(
          new LakeRow(LakeTable.QUOTA_DAILY)
              .set("month_at", micros(day.withDayOfMonth(1)))
              .set("day_at", micros(day))
              .set("minutes", 0L)
              .set("limited_minutes", 0L));
    }
    new TreeMap<>(groups).forEach((group, sums) -> rows.add(row(group, sums)));
    return rows;
  }

  private LakeRow row(Group group, Sums sums) {
    LakeRow row =
        new LakeRow(LakeTable.QUOTA_DAILY)
            .set("month_at", micros(day.withDayOfMonth(1)))
            .set("day_at", micros(day));
    for (int i = 0; i < KEYS.size(); i++) {
      row.set(KEYS.get(i), group.values().get(i));
    }
    row.set("minutes", sums.minutes).set("limited_minutes", sums.limited);
    for (int i = 0; i < SUMS.size(); i++) {
      row.set(SUMS.get(i), sums.sums[i]);
    }
    return row.set("quota_tokens_per_day", sums.perDay)
        .set("busiest_at", sums.tokens.at)
        .set("peak_rolling_tokens", sums.tokens.used)
        .set("quota_tokens", sums.tokens.quota)
        .set("requested_at", sums.requests.at)
        .set("peak_requests", sums.requests.used)
        .set("quota_requests", sums.requests.quota)
        .set("output_at", sums.output.at)
        .set("peak_output_tokens", sums.output.used)
        .set("quota_output_tokens", sums.output.quota);
  }

  private static boolean isUsed(LakeRow minute) {
    for (String column : QUANTITIES) {
      Long value = number(minute, column);
      if (value == null || value != 0) {
        return true;
      }
    }
    return some(number(minute, "output_tokens")) || some(number(minute, "unknown_output"));
  }

  private static boolean some(@Nullable Long value) {
    return value != null && value != 0;
  }

  private static @Nullable Long number(LakeRow row, String column) {
    return (Long) row.get(column);
  }

  private static @Nullable Long plus(@Nullable Long sum, @Nullable Long more) {
    if (more == null) {
      return sum;
    }
    return sum == null ? more : (Long) Math.addExact(sum, more);
  }

  private static long micros(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000L;
  }
}
