-- Grain: one row per quota row and minute in which quota_minutes and a recount from calls differ;
-- nothing where they agree.  Input: views quota_minutes, calls.
-- Binds: nothing; over the whole lake.
-- Each second of each minute is counted anew from the calls: settled in the last 60 s, in flight
-- from a call's start up to its end, requests begun.  A call begins its latency before its end.
with used as (
  select
    account, source_region, model, quota_row,
    epoch_ms(completed_at) // 1000 as ended,
    epoch_ms(
      least(
        coalesce(completed_at - to_milliseconds(case when latency_ms >= 0 then latency_ms end),
          called_at),
        completed_at
      )
    ) // 1000 as began,
    case
      when quota_row = 'mantle' and burn_tokens is distinct from 0
        then input_tokens + coalesce(cache_write_tokens, 0)
      else burn_tokens
    end as burned,
    reserved_tokens as reserved,
    coalesce(
      starts_with(error_code, 'Throttling') or starts_with(error_code, 'ServiceQuotaExceeded'),
      false
    ) as refused
  from calls
  where quota_row is not null and model is not null and source_region is not null
),
events as (
  select account, source_region, model, quota_row, ended as second, coalesce(burned, 0) as burned,
    0 as held, 0 as asked, 0 as refused, (burned is null)::integer as unknown_settled,
    0 as unknown_reserved
  from used
  union all
  select account, source_region, model, quota_row, began, 0, 0, 1, refused::integer, 0,
    (reserved is null)::integer
  from used
  union all
  select account, source_region, model, quota_row, began, 0, reserved, 0, 0, 0, 0
  from used where began < ended and reserved is not null
  union all
  select account, source_region, model, quota_row, ended, 0, -reserved, 0, 0, 0, 0
  from used where began < ended and reserved is not null
),
told as (
  select account, source_region, model, quota_row, epoch_ms(minute_at) // 1000 as minute,
    settled_tokens, peak_rolling_tokens, peak_clock_tokens, peak_reserved_tokens, requests,
    throttled, unknown_settled, unknown_reserved, peak_requests
  from quota_minutes
),
keys as (
  select distinct account, source_region, model, quota_row, second // 60 * 60 as minute
  from events
  union
  select account, source_region, model, quota_row, minute from told
),
seconds as (
  select account, source_region, model, quota_row, minute, minute + s.second as second
  from keys, (select range as second from range(60)) as s
),
sums as (
  select s.account, s.source_region, s.model, s.quota_row, s.minute, s.second,
    coalesce(sum(e.burned), 0) as burned, coalesce(sum(e.held), 0) as held,
    coalesce(sum(e.asked), 0) as asked, coalesce(sum(e.refused), 0) as refused,
    coalesce(sum(e.unknown_settled), 0) as unknown_settled,
    coalesce(sum(e.unknown_reserved), 0) as unknown_reserved
  from seconds as s
  left join events as e
    on e.account = s.account and e.source_region = s.source_region and e.model = s.model
    and e.quota_row = s.quota_row and e.second = s.second
  group by all
),
moments as (
  select account, source_region, model, quota_row, minute, burned, asked, refused,
    unknown_settled, unknown_reserved,
    sum(burned) over (row_range range between 59 preceding and current row) as rolling,
    sum(burned) over (
      partition by account, source_region, model, quota_row, minute order by second
    ) as clock,
    sum(held) over (row_range range between unbounded preceding and current row) as flying,
    sum(asked - refused) over (row_range range between 59 preceding and current row) as admitted
  from sums
  window row_range as (partition by account, source_region, model, quota_row order by second)
),
counted as (
  select account, source_region, model, quota_row, minute,
    sum(burned) as settled_tokens, max(rolling + flying) as peak_rolling_tokens,
    max(clock + flying) as peak_clock_tokens, max(flying) as peak_reserved_tokens,
    sum(asked) as requests, sum(refused) as throttled, sum(unknown_settled) as unknown_settled,
    sum(unknown_reserved) as unknown_reserved, max(admitted) as peak_requests
  from moments
  group by all
)
select
  c.account, c.source_region, c.model, c.quota_row, make_timestamptz(c.minute * 1000000) as minute,
  c.settled_tokens::bigint as settled_tokens, t.settled_tokens as told_settled_tokens,
  c.peak_rolling_tokens::bigint as peak_rolling_tokens,
  t.peak_rolling_tokens as told_peak_rolling_tokens,
  c.peak_clock_tokens::bigint as peak_clock_tokens, t.peak_clock_tokens as told_peak_clock_tokens,
  c.peak_reserved_tokens::bigint as peak_reserved_tokens,
  t.peak_reserved_tokens as told_peak_reserved_tokens,
  c.requests::bigint as requests, t.requests as told_requests,
  c.throttled::bigint as throttled, t.throttled as told_throttled,
  c.peak_requests::bigint as peak_requests, t.peak_requests as told_peak_requests
from counted as c
full join told as t
  on t.account = c.account and t.source_region = c.source_region and t.model = c.model
  and t.quota_row = c.quota_row and t.minute = c.minute
where t.minute is null or c.minute is null
  or (c.settled_tokens, c.peak_rolling_tokens, c.peak_clock_tokens, c.peak_reserved_tokens,
      c.requests, c.throttled, c.unknown_settled, c.unknown_reserved, c.peak_requests)
    is distinct from
    (t.settled_tokens, t.peak_rolling_tokens, t.peak_clock_tokens, t.peak_reserved_tokens,
      t.requests, t.throttled, t.unknown_settled, t.unknown_reserved, t.peak_requests)
order by c.account, c.source_region, c.model, c.quota_row, c.minute
limit 20
