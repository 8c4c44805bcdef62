-- Grain: one row per account, Region, kind and unbroken run of hours without a file, between the
-- first and the last file of that account, Region and kind.  Input: view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: hours inside the window.
-- A CloudTrail file's hour is the time in its name; without one the file speaks for its whole day.
-- An invocation-log file's hour is the one in its path.  A quiet hour has no file either.
-- Gaps are found between the days' last and first hours, and inside the days of the window alone.
with days as (
  select
    kind, account, region, speaks_at, hours,
    log2(hours & -hours)::bigint as first_hour,
    floor(log2(hours))::bigint as last_hour
  from (
    select kind, account, region, speaks_at, bit_or(hours) as hours
    from object_counts
    where speaks_at is not null and account is not null
    group by kind, account, region, speaks_at
  )
  where hours > 0
),
between_days as (
  select
    kind, account, region,
    lag(speaks_at + (last_hour + 1) * interval 1 hour) over (
      partition by kind, account, region order by speaks_at
    ) as starts_at,
    speaks_at + first_hour * interval 1 hour as ends_at
  from days
),
within_days as (
  select
    kind, account, region,
    lag(speaks_at + (hour + 1) * interval 1 hour) over (
      partition by kind, account, region, speaks_at order by hour
    ) as starts_at,
    speaks_at + hour * interval 1 hour as ends_at
  from (
    select kind, account, region, speaks_at, hours, unnest(range(first_hour, last_hour + 1)) as hour
    from days
    where bit_count(hours) <> last_hour - first_hour + 1
      and speaks_at < $2 and speaks_at + interval 1 day > $1
  )
  where hours & (1::bigint << hour) <> 0
),
gaps as (
  select kind, account, region, starts_at, ends_at from between_days
  union all
  select kind, account, region, starts_at, ends_at from within_days
),
inside as (
  select
    kind, account, region,
    greatest(starts_at, date_trunc('hour', $1::timestamptz)) as from_at,
    least(ends_at, $2::timestamptz) as to_at
  from gaps
  where starts_at < ends_at and starts_at < $2 and ends_at > $1
)
select
  account, region, kind, from_at, to_at,
  date_diff('hour', from_at, to_at)::bigint as hours
from inside
order by account, region nulls last, kind, from_at
