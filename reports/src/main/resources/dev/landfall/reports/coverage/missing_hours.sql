-- Grain: one row per account, Region, kind and unbroken run of hours without a file, between the
-- first and the last file of that account, Region and kind.  Input: view objects.
-- Binds: $1 from, $2 to (exclusive), UTC: hours inside the window.
-- A CloudTrail file's hour is the time in its name; without one the file speaks for its whole day.
-- An invocation-log file's hour is the one in its path.  A quiet hour has no file either.
with files as (
  select
    kind, account, region, covers_from_at,
    try_strptime(regexp_extract(uri, '_([0-9]{8}T[0-9]{4})Z_', 1), '%Y%m%dT%H%M')::timestamptz as named_at
  from objects
  where kind in ('cloudtrail', 'invocation-log')
    and account is not null
),
hours as (
  select distinct kind, account, region, hour_at
  from (
    select
      kind, account, region,
      unnest(
        case
          when kind = 'cloudtrail' and named_at is null then
            generate_series(
              date_trunc('day', covers_from_at),
              date_trunc('day', covers_from_at) + interval 23 hours,
              interval 1 hour)
          else [date_trunc('hour', case when kind = 'cloudtrail' then named_at else covers_from_at end)]
        end) as hour_at
    from files
    where covers_from_at is not null or named_at is not null)
  where hour_at is not null
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
