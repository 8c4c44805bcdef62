-- Grain: one row per account, Region, kind and unbroken run of hours without a file, between the
-- first and the last file of that account, Region and kind.  Input: view hour_gaps.
-- Binds: $1 from, $2 to (exclusive), UTC: hours inside the window.
-- A CloudTrail file's hour is the time in its name; without one the file speaks for its whole day.
-- An invocation-log file's hour is the one in its path.  A quiet hour has no file either.
with inside as (
  select
    kind, account, region,
    greatest(starts_at, date_trunc('hour', $1::timestamptz)) as from_at,
    least(ends_at, $2::timestamptz) as to_at
  from hour_gaps
  where starts_at < $2 and ends_at > $1
)
select
  account, region, kind, from_at, to_at,
  date_diff('hour', from_at, to_at)::bigint as hours
from inside
order by account, region nulls last, kind, from_at
