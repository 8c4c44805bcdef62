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
 * speak.
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
    return List.of("create temp view single_objects as " + single, counts(there));
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

  private static String one(String column) {
    return column.equals("objects") ? "1::bigint as objects" : column;
  }
}
