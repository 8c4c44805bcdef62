-- Grain: one row per workload, source Region, inference Region and model.  Input: view user_singles,
-- view user_latencies.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- Every attempt counts, refused ones too.  Streams are held to their first token, others to their
-- total.  failed: ended in an error; not_measurable: answered, and no log states the time.
-- times: each value in milliseconds with how often it was met, value:times, ascending; packed: those
-- of counted days, a list of PackedTimes.  The group's are both together; null: none.
with said as (
  select
    workload, source_region, inference_region, model, error_code is not null as failed,
    case
      when error_code is not null then null
      when streaming then first_token_ms
      else latency_ms
    end as ms
  from user_singles
  where called_at >= $1 and called_at < $2
),
counted as (
  select workload, source_region, inference_region, model, failed, ms, count(*) as n
  from said
  group by workload, source_region, inference_region, model, failed, ms
),
days as (
  select
    workload, source_region, inference_region, model, failed, calls,
    case when streaming then first_token_unknown else latency_unknown end as unknown,
    case when streaming then first_token_times else latency_times end as times
  from user_latencies
  where called_at >= $1 and called_at < $2
),
parts as (
  select
    workload, source_region, inference_region, model,
    coalesce(sum(n) filter (where failed), 0) as failed,
    coalesce(sum(n) filter (where ms is null and not failed), 0) as not_measurable,
    string_agg(ms || ':' || n, ',' order by ms) filter (where ms is not null) as times,
    null::blob[] as packed
  from counted
  group by workload, source_region, inference_region, model
  union all
  select
    workload, source_region, inference_region, model,
    coalesce(sum(calls) filter (where failed), 0) as failed,
    coalesce(sum(unknown) filter (where not failed), 0) as not_measurable,
    null as times,
    list(times) filter (where times is not null and not failed) as packed
  from days
  group by workload, source_region, inference_region, model
)
select
  workload,
  source_region,
  inference_region,
  model,
  sum(failed)::bigint as failed,
  sum(not_measurable)::bigint as not_measurable,
  any_value(times) as times,
  any_value(packed) as packed
from parts
group by workload, source_region, inference_region, model
order by workload nulls last, source_region nulls last, inference_region nulls last, model nulls last
