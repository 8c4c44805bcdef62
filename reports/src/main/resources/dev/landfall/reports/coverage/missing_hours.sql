-- Grain: one row per account, Region, kind and unbroken run of hours without a file, between the
-- first and the last file of that account, Region and kind.  Input: view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: hours inside the window.
-- A CloudTrail file's hour is the time in its name; without one the file speaks for its whole day.
-- An invocation-log file's hour is the one in its path.  A quiet hour has no file either.
-- What Landfall plants itself fills no hour, and the account it plants under usually is nobody's.
with days as (
  select kind, account, region, speaks_at, bit_or(hours) as hours
  from object_counts
  where speaks_at is not null and account <> '000000000000' and kind <> 'canary'
  group by kind, account, region, speaks_at
),
hours as (
  select kind, account, region, speaks_at + hour * interval 1 hour as hour_at
  from (select kind, account, region, speaks_at, hours, unnest(range(24)) as hour from days)
  where hours & (1::bigint << hour) <> 0
),
runs as (
  select
    kind, account, region,
    lag(hour_at) over (partition by kind, account, region order by hour_at) + interval 1 hour as starts_at,
    hour_at as ends_at
  from hours
),
inside as (
  select
    kind, account, region,
    greatest(starts_at, date_trunc('hour', $1::timestamptz)) as from_at,
    least(ends_at, $2::timestamptz) as to_at
  from runs
  where starts_at < ends_at and starts_at < $2 and ends_at > $1
)
select
  account, region, kind, from_at, to_at,
  date_diff('hour', from_at, to_at)::bigint as hours
from inside
order by account, region nulls last, kind, from_at
