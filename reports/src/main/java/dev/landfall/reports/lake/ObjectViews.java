package dev.landfall.reports.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one place that says how objects counted by compaction and objects taken one by one are put
 * together.
 *
 * <p>Shape: {@code object_counts} has a row per group of objects of a counted day, and one per
 * object of the other days; {@code single_objects} is the latter. {@code from_at} and {@code to_at}
 * are the times by which an object touches a window, {@code speaks_at} and {@code hours} the hours
 * that its name or path says it is of: a CloudTrail file's is the time in its name, without one it
 * speaks for its whole day; an invocation-log file's is the one in its path. Only those two kinds
 * speak. {@code hour_gaps} has a row per account, Region, kind and unbroken run of hours without a
 * file, between the first and the last; of those within a day only the ones of the window's days.
 * What Landfall plants itself fills no hour, and the account it plants under usually is nobody's.
 */
final class ObjectViews {
  static final String LOOSE = "objects_loose";
  static final String DAYS = "object_days";

  private static final String NAMED =
      "try_strptime(regexp_extract(uri, '_([0-9]{8}T[0-9]{4})Z_', 1), '%Y%m%dT%H%M')::timestamptz";

  private static final List<String> SPOKEN = List.of("from_at", "to_at", "speaks_at", "hours");

  private ObjectViews() {}

  static List<String> of(FilesThere there) {
    String single =
        there.in(LOOSE)
            ? LakeViews.greatest(LakeTable.OBJECTS, LakeViews.files(LOOSE))
            : LakeViews.shape(LakeTable.OBJECTS);
    return List.of("create temp view single_objects as " + single, counts(there), gaps());
  }

  private static String counts(FilesThere there) {
    String counted =
        LakeTable.OBJECTS_DAILY.columns().stream()
            .map(Column::name)
            .filter(name -> !name.equals("month_at") && !name.equals("day_at"))
            .collect(Collectors.joining(", "));
    String single =
        LakeTable.OBJECTS_DAILY.columns().stream()
            .map(Column::name)
            .filter(name -> !name.equals("month_at") && !name.equals("day_at"))
            .map(name -> SPOKEN.contains(name) ? name : one(name))
            .collect(Collectors.joining(", "));
    List<String> branches = new ArrayList<>();
    String days =
        "select %s from objects_daily where day_at in (select unnest(getvariable('%s')))"
            .formatted(counted, DAYS);
    if (there.sealed(LakeTable.OBJECTS_DAILY)) {
      branches.add(days);
    }
    if (there.in(LOOSE)) {
      branches.add(singles(single));
    }
    return "create temp view object_counts as " + FilesThere.union(branches, days);
  }

  private static String singles(String columns) {
    return """
        select %1$s from (
          select *,
            coalesce(first_event_at, covers_from_at) as from_at,
            coalesce(last_event_at, covers_from_at + interval 1 day) as to_at,
            date_trunc('day', hour_at) as speaks_at,
            case
              when hour_at is null then 0
              when whole then 16777215
              else 1::bigint << date_part('hour', hour_at)
            end as hours
          from (
            select *,
              kind = 'cloudtrail' and named_at is null as whole,
              case kind when 'cloudtrail' then coalesce(named_at, covers_from_at)
                when 'invocation-log' then covers_from_at end as hour_at
            from (select *, %2$s as named_at from single_objects)))
        """
        .formatted(columns, NAMED);
  }

  /**
   * Gaps between days are found from the days' last and first hours: to unfold every hour of a year
   * took half of a page's time.
   */
  private static String gaps() {
    return """
        create temp view hour_gaps as
        with days as (
          select
            kind, account, region, speaks_at, hours,
            log2(hours & -hours)::bigint as first_hour,
            floor(log2(hours))::bigint as last_hour
          from (
            select kind, account, region, speaks_at, bit_or(hours) as hours
            from object_counts
            where speaks_at is not null and account <> '000000000000' and kind <> 'canary'
            group by kind, account, region, speaks_at)
          where hours > 0
        ),
        between_days as (
          select
            kind, account, region,
            lag(speaks_at + (last_hour + 1) * interval 1 hour) over (
              partition by kind, account, region order by speaks_at) as starts_at,
            speaks_at + first_hour * interval 1 hour as ends_at
          from days
        ),
        within_days as (
          select
            kind, account, region,
            lag(speaks_at + (hour + 1) * interval 1 hour) over (
              partition by kind, account, region, speaks_at order by hour) as starts_at,
            speaks_at + hour * interval 1 hour as ends_at
          from (
            select
              kind, account, region, speaks_at, hours,
              unnest(range(first_hour, last_hour + 1)) as hour
            from days
            where bit_count(hours) <> last_hour - first_hour + 1
              and speaks_at < getvariable('%2$s') + interval 1 hour
              and speaks_at + interval 25 hours > getvariable('%1$s'))
          where hours & (1::bigint << hour) <> 0
        )
        select kind, account, region, starts_at, ends_at
        from (
          select kind, account, region, starts_at, ends_at from between_days
          union all
          select kind, account, region, starts_at, ends_at from within_days)
        where starts_at < ends_at
        """
        .formatted(CountViews.HOURS_FROM, CountViews.HOURS_TO);
  }

  private static String one(String column) {
    return column.equals("objects") ? "1::bigint as objects" : column;
  }
}
