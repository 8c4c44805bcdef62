package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The one place that says how quota minutes added up by compaction and minutes taken one by one are
 * put together.
 *
 * <p>Shape: {@code quota_days} has a row per quota row and UTC day of the window, with the columns
 * of {@code quota_daily}; of a day that the window cuts, over its minutes inside. Every figure is
 * the one that {@code quota_minutes} would give.
 */
final class QuotaViews {
  static final String LOOSE = "quota_loose";
  static final String DAYS = "quota_days_taken";
  static final String FROM = "quota_from";
  static final String TO = "quota_to";

  private QuotaViews() {}

  /** After the views of the tables. */
  static List<String> of(FilesThere there) {
    List<String> singles = new ArrayList<>();
    String columns = LakeViews.columns(LakeTable.QUOTA_MINUTES);
    if (there.in(LOOSE)) {
      singles.add("select %s from %s".formatted(columns, LakeViews.files(LOOSE)));
    }
    if (there.tail(LakeTable.QUOTA_MINUTES)) {
      singles.add(LakeViews.greatest(LakeTable.QUOTA_MINUTES));
    }
    List<String> days = new ArrayList<>();
    String counted =
        "select %s from quota_daily where minutes > 0 and day_at in (select unnest(getvariable('%s')))"
            .formatted(LakeViews.columns(LakeTable.QUOTA_DAILY), DAYS);
    if (there.sealed(LakeTable.QUOTA_DAILY)) {
      days.add(counted);
    }
    if (!singles.isEmpty()) {
      days.add(addedUp());
    }
    return List.of(
        "create temp view single_minutes as "
            + FilesThere.union(singles, LakeViews.shape(LakeTable.QUOTA_MINUTES)),
        "create temp view quota_days as " + FilesThere.union(days, counted));
  }

  /** As {@code QuotaDay} of core does it. */
  private static String addedUp() {
    return """
    select
      date_trunc('month', minute_at) as month_at,
      date_trunc('day', minute_at) as day_at,
      account, source_region, model, quota_row,
      count(*) as minutes,
      count(*) filter (
        where quota_tokens is not null or quota_requests is not null
          or quota_tokens_per_day is not null or quota_output_tokens is not null
      ) as limited_minutes,
      sum(settled_tokens)::bigint as settled_tokens,
      sum(requests)::bigint as requests,
      sum(throttled)::bigint as throttled,
      sum(unset_max_tokens)::bigint as unset_max_tokens,
      sum(reserved_tokens)::bigint as reserved_tokens,
      sum(unknown_settled)::bigint as unknown_settled,
      sum(unknown_reserved)::bigint as unknown_reserved,
      sum(unknown_output)::bigint as unknown_output,
      max(quota_tokens_per_day) as quota_tokens_per_day,
      %1$s,
      %2$s,
      %3$s
    from single_minutes
    where minute_at >= getvariable('%4$s') and minute_at < getvariable('%5$s') and (%6$s)
    group by all
    """
        .formatted(
            closest(
                "busiest_at",
                "peak_rolling_tokens",
                "peak_rolling_tokens",
                "quota_tokens",
                "quota_tokens"),
            closest(
                "requested_at",
                "peak_requests",
                "peak_requests",
                "quota_requests",
                "quota_requests"),
            closest(
                "output_at",
                "output_tokens",
                "peak_output_tokens",
                "quota_output_tokens",
                "quota_output_tokens"),
            FROM,
            TO,
            LakeViews.used());
  }

  /** The minute that came closest to a quota, with its use and the quota. */
  private static String closest(
      String at, String used, String usedAs, String quota, String quotaAs) {
    String order =
        "order by %1$s::double / nullif(%2$s, 0) desc nulls last, %1$s desc nulls last, minute_at"
            .formatted(used, quota);
    return "first(minute_at %1$s) as %2$s, first(%3$s %1$s) as %4$s, first(%5$s %1$s) as %6$s"
        .formatted(order, at, used, usedAs, quota, quotaAs);
  }
}
