-- Grain: one row per account, workload, source Region, inference Region and verdict.
-- Input: view user_counts.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- inference_region: where the calls ran; null where that is not shown (BOUNDED, UNKNOWN), not
-- agreed (CONFLICT) or the call did not run.  Token sums are over the calls that state them; null
-- where none does.
select
  account,
  workload,
  source_region,
  inference_region,
  country,
  verdict,
  sum(calls)::bigint as calls,
  sum(input_tokens)::bigint as input_tokens,
  sum(output_tokens)::bigint as output_tokens,
  sum(cache_read_tokens)::bigint as cache_read_tokens,
  sum(cache_write_tokens)::bigint as cache_write_tokens,
  sum(burn_tokens)::bigint as burn_tokens
from user_counts
where called_at >= $1 and called_at < $2
group by account, workload, source_region, inference_region, country, verdict
order by
  account, workload nulls last, source_region nulls last, inference_region nulls last,
  country nulls last, verdict
