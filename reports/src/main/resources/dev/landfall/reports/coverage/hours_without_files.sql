-- Grain: one row.  Input: view hour_gaps.
-- Binds: $1 from, $2 to (exclusive), UTC: hours inside the window.
-- hours: the sum of missing_hours, which lists them.
select
  coalesce(sum(date_diff(
    'hour',
    greatest(starts_at, date_trunc('hour', $1::timestamptz)),
    least(ends_at, $2::timestamptz)
  )), 0)::bigint as hours
from hour_gaps
where starts_at < $2 and ends_at > $1
