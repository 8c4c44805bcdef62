-- Grain: one row per quota row, workload and caller in the row's busiest minute of the window.
-- Input: views quota_minutes, calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- settled_tokens: of calls that ended in the minute.  reserved_tokens: of calls that began in it.
-- share: of the row's settled and reserved tokens in the minute; where nobody's are known, of its
-- calls.  A call begins its latency before its end, as in the ledger.
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
    account, source_region, model, quota_row, workload, principal, error_code, burn_tokens,
    reserved_tokens, completed_at,
    least(
      coalesce(completed_at - to_milliseconds(case when latency_ms >= 0 then latency_ms end),
        called_at),
      completed_at
    ) as started_at
  from calls
  where quota_row is not null
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
    coalesce(
      sum(c.burn_tokens) filter (where c.completed_at < b.minute_at + interval 1 minute), 0
    )::bigint as settled_tokens,
    coalesce(sum(c.reserved_tokens) filter (where c.started_at >= b.minute_at), 0)::bigint
      as reserved_tokens
  from busiest as b
  join near as c
    on c.account = b.account
    and c.source_region = b.source_region
    and c.model = b.model
    and c.quota_row = b.quota_row
    and c.started_at < b.minute_at + interval 1 minute
    and c.completed_at >= b.minute_at
  group by all
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
  case
    when sum(settled_tokens + reserved_tokens) over minute > 0
      then (settled_tokens + reserved_tokens)::double
        / sum(settled_tokens + reserved_tokens) over minute
    else requests::double / nullif(sum(requests) over minute, 0)
  end as share
from held
window minute as (partition by account, source_region, model, quota_row)
order by
  account, source_region, model, quota_row, share desc nulls last, workload, principal
