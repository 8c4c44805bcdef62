-- Grain: one row per source Region, inference Region, model and operation.  Input: view calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- Calls that did not run are left out.  Percentiles are exact, by nearest rank, over the calls whose
-- log states a latency; calls counts those, not_measurable the others.
select
  source_region,
  inference_region,
  model,
  operation,
  count(latency_ms) as calls,
  count(*) - count(latency_ms) as not_measurable,
  quantile_disc(latency_ms, 0.50) as p50_ms,
  quantile_disc(latency_ms, 0.95) as p95_ms,
  quantile_disc(latency_ms, 0.99) as p99_ms
from calls
where called_at >= $1 and called_at < $2
  and verdict <> 'NOT_RUN'
group by source_region, inference_region, model, operation
order by
  source_region nulls last, inference_region nulls last, model nulls last, operation nulls last
