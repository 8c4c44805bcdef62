-- Grain: one row per evidence, account, workload, source Region, inference Region, model, operation
-- (of probed ones), measure and minute.  Input: view user_calls, view landed_probes.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at or sent_at; $3 when the lake last settled, UTC:
-- only minutes that ended by then.
-- Streams are held to their first token, others to their total.  Calls that did not run or ended in an
-- error are left out.  not_measurable: calls of which nobody states the time.
-- times: each value in milliseconds with how often it was met, value:times, ascending; null: none.
with said as (
  select
    'logged' as evidence, account, workload, source_region, inference_region, model,
    null as operation,
    case when streaming then 'first token' else 'total' end as measure,
    date_trunc('minute', called_at) as minute_at,
    case when streaming then first_token_ms else latency_ms end::double as ms
  from user_calls
  where called_at >= $1 and called_at < $2 and verdict <> 'NOT_RUN' and error_code is null
  union all
  select
    'probed' as evidence, landed_account as account, null as workload, source_region,
    inference_region, coalesce(model, model_id) as model, operation,
    case when streaming then 'first token' else 'total' end as measure,
    date_trunc('minute', sent_at) as minute_at,
    case when streaming then wait_ms + first_token_ms else total_ms end as ms
  from landed_probes
  where sent_at >= $1 and sent_at < $2 and purpose = 'measure' and error_class is null and matched
),
counted as (
  select
    evidence, account, workload, source_region, inference_region, model, operation, measure,
    minute_at, ms,
    count(*) as n
  from said
  where inference_region is not null and minute_at + interval 1 minute <= $3::timestamptz
  group by
    evidence, account, workload, source_region, inference_region, model, operation, measure,
    minute_at, ms
)
select
  evidence,
  account,
  workload,
  source_region,
  inference_region,
  model,
  operation,
  measure,
  minute_at,
  coalesce(sum(n) filter (where ms is null), 0)::bigint as not_measurable,
  string_agg(ms || ':' || n, ',' order by ms) filter (where ms is not null) as times
from counted
group by
  evidence, account, workload, source_region, inference_region, model, operation, measure, minute_at
order by
  evidence, account nulls last, workload nulls last, source_region nulls last, inference_region,
  model nulls last, operation nulls last, measure, minute_at
