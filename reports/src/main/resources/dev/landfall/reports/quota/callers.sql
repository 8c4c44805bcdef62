-- Grain: one row per quota row, workload and caller in the row's busiest minute of the window.
-- Input: views quota_minutes, calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- settled_tokens: of calls that ended in the minute; mantle counts input here, output apart.
-- reserved_tokens: of calls that began in it.  Null: no call of the caller tells.
-- unknown: calls that do not tell one of the two.  A refused call burned 0, mantle's too.
-- share: of the row's settled and reserved tokens in the minute, as far as they are known; where
-- nobody's are, of its calls; null: of this caller nothing is known.  A call begins its latency
-- before its end, as in the ledger.
with busiest as (
  select account, source_region, model, quota_row, minute_at
  from quota_minutes
  where minute_at >= $1 and minute_at < $2
  qualify
    row_number() over (
      partition by account, source_region, model, quota_row
      order by peak_rolling_tokens desc nulls last, minute_at
    ) = 1
),
near as (
  select
    account, source_region, model, quota_row, workload, principal, error_code, reserved_tokens,
    completed_at,
    case
      when quota_row = 'mantle' and burn_tokens is distinct from 0
        then input_tokens + coalesce(cache_write_tokens, 0)
      else burn_tokens
    end as burned,
    least(
      coalesce(completed_at - to_milliseconds(case when latency_ms >= 0 then latency_ms end),
        called_at),
      completed_at
    ) as started_at
  from calls
  where quota_row is not null
    and called_at < (select max(minute_at) + interval 1 day from busiest)
    and completed_at >= (select min(minute_at) from busiest)
),
held as (
  select
    b.account, b.source_region, b.model, b.quota_row, b.minute_at, c.workload, c.principal,
    count(*) filter (where c.started_at >= b.minute_at) as requests,
    count(*) filter (
      where c.started_at >= b.minute_at
        and (starts_with(c.error_code, 'Throttling')
          or starts_with(c.error_code, 'ServiceQuotaExceeded'))
    ) as throttled,
    sum(c.burned) filter (where c.completed_at < b.minute_at + interval 1 minute)::bigint
      as settled_tokens,
    sum(c.reserved_tokens) filter (where c.started_at >= b.minute_at)::bigint as reserved_tokens,
    count(*) filter (
      where c.completed_at < b.minute_at + interval 1 minute and c.burned is null
        or c.started_at >= b.minute_at and c.reserved_tokens is null
    ) as unknown
  from busiest as b
  join near as c
    on c.account = b.account
    and c.source_region = b.source_region
    and c.model = b.model
    and c.quota_row = b.quota_row
    and c.started_at < b.minute_at + interval 1 minute
    and c.completed_at >= b.minute_at
  group by all
),
told as (
  select
    account, source_region, model, quota_row, minute_at, workload, principal, requests, throttled,
    settled_tokens, reserved_tokens, unknown,
    case
      when settled_tokens is not null or reserved_tokens is not null
        then coalesce(settled_tokens, 0) + coalesce(reserved_tokens, 0)
    end as known
  from held
)
select
  account,
  source_region,
  model,
  quota_row,
  minute_at as minute,
  workload,
  principal,
  requests,
  throttled,
  settled_tokens,
  reserved_tokens,
  unknown,
  case
    when sum(known) over minute > 0 then known::double / sum(known) over minute
    else requests::double / nullif(sum(requests) over minute, 0)
  end as share
from told
window minute as (partition by account, source_region, model, quota_row)
order by
  account, source_region, model, quota_row, share desc nulls last, workload, principal
