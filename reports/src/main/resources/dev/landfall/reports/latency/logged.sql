-- Grain: one row per source Region, inference Region, model, profile, operation and measure.
-- Input: view user_singles, view user_latencies.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- Calls that did not run are left out.  measure: total, and for streams first token, both as the
-- log's body states them.  not_measurable: calls of which it does not.
-- times: each value in milliseconds with how often it was met, value:times, ascending; packed: those
-- of counted days, a list of PackedTimes.  The group's are both together; null: none.
with said as (
  select
    source_region, inference_region, model, profile, operation, 'total' as measure,
    latency_ms as ms
  from user_singles
  where called_at >= $1 and called_at < $2 and verdict <> 'NOT_RUN'
  union all
  select
    source_region, inference_region, model, profile, operation, 'first token' as measure,
    first_token_ms as ms
  from user_singles
  where called_at >= $1 and called_at < $2 and verdict <> 'NOT_RUN' and streaming
),
counted as (
  select
    source_region, inference_region, model, profile, operation, measure, ms, count(*) as n
  from said
  group by source_region, inference_region, model, profile, operation, measure, ms
),
parts as (
  select
    source_region, inference_region, model, profile, operation, measure,
    coalesce(sum(n) filter (where ms is null), 0) as not_measurable,
    string_agg(ms || ':' || n, ',' order by ms) filter (where ms is not null) as times,
    null::blob[] as packed
  from counted
  group by source_region, inference_region, model, profile, operation, measure
  union all
  select
    source_region, inference_region, model, profile, operation, 'total' as measure,
    sum(latency_unknown) as not_measurable,
    null as times,
    list(latency_times) filter (where latency_times is not null) as packed
  from user_latencies
  where called_at >= $1 and called_at < $2 and ran
  group by source_region, inference_region, model, profile, operation
  union all
  select
    source_region, inference_region, model, profile, operation, 'first token' as measure,
    sum(first_token_unknown) as not_measurable,
    null as times,
    list(first_token_times) filter (where first_token_times is not null) as packed
  from user_latencies
  where called_at >= $1 and called_at < $2 and ran and streaming
  group by source_region, inference_region, model, profile, operation
)
select
  source_region,
  inference_region,
  model,
  profile,
  operation,
  measure,
  sum(not_measurable)::bigint as not_measurable,
  any_value(times) as times,
  any_value(packed) as packed
from parts
group by source_region, inference_region, model, profile, operation, measure
order by
  source_region nulls last, inference_region nulls last, model nulls last, profile nulls first,
  operation nulls last, measure desc
