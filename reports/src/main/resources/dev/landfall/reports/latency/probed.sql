-- Grain: one row per source Region, whether matched, inference Region, model, profile, operation,
-- factors and measure.  Input: view landed_probes.
-- Binds: $1 from, $2 to (exclusive), UTC, on sent_at.
-- Samples taken to measure; warm-up and window tests are left out.  An inference_region of null is
-- not shown by the call, or there is no call yet (matched false).
-- total and first token count from the due time, so that a stall is felt by every request due in it;
-- network is a TCP connect measured apart: one round trip.  after network is the first token, or
-- the first byte where nothing streams, less one round trip: what the Region and the model took.
-- failed: requests that ended in an error, which have no time; not_measurable: the others without
-- one.  times: each value in milliseconds with how often it was met, value:times, ascending.
with samples as (
  select
    source_region, matched, inference_region, coalesce(model, model_id) as model, profile,
    operation, streaming, error_class, throttled,
    concat_ws(', ', connection, cache, prompt_tokens || ' in', max_tokens || ' out',
      offered_rate || '/s') as factors,
    total_ms,
    wait_ms + first_token_ms as from_due_ms,
    network_ms,
    coalesce(dns_ms, 0) + coalesce(connect_ms, 0) + coalesce(tls_ms, 0) as opening_ms,
    connection_new,
    first_byte_ms,
    greatest(0, coalesce(first_token_ms, first_byte_ms) - network_ms) as after_network_ms,
    greatest(0, sent_total_ms - first_token_ms) as generation_ms,
    output_token_ms
  from landed_probes
  where sent_at >= $1 and sent_at < $2 and purpose = 'measure'
),
said as (
  select
    source_region, matched, inference_region, model, profile, operation, factors,
    error_class is not null as failed, coalesce(throttled, false) as throttled,
    part.nr as nr, part.measure as measure, part.ms as ms
  from (
    select
      source_region, matched, inference_region, model, profile, operation, factors, error_class,
      throttled,
      unnest(list_filter([
        {'nr': 1, 'measure': 'total', 'ms': total_ms},
        {'nr': 2, 'measure': 'first token', 'ms': from_due_ms},
        {'nr': 3, 'measure': 'network', 'ms': network_ms},
        {'nr': 4, 'measure': 'opening', 'ms': case when connection_new then opening_ms end},
        {'nr': 5, 'measure': 'first byte', 'ms': first_byte_ms},
        {'nr': 6, 'measure': 'after network', 'ms': after_network_ms},
        {'nr': 7, 'measure': 'generation', 'ms': generation_ms},
        {'nr': 8, 'measure': 'output token', 'ms': output_token_ms}],
        lambda x : streaming or x.nr not in (2, 7, 8))) as part
    from samples)
),
counted as (
  select
    source_region, matched, inference_region, model, profile, operation, factors, nr, measure,
    failed, throttled, case when not failed then ms end as ms, count(*) as n
  from said
  group by
    source_region, matched, inference_region, model, profile, operation, factors, nr, measure,
    failed, throttled, case when not failed then ms end
)
select
  source_region,
  matched,
  inference_region,
  model,
  profile,
  operation,
  factors,
  measure,
  coalesce(sum(n) filter (where failed), 0)::bigint as failed,
  coalesce(sum(n) filter (where throttled), 0)::bigint as throttled,
  coalesce(sum(n) filter (where ms is null and not failed), 0)::bigint as not_measurable,
  string_agg(ms || ':' || n, ',' order by ms) filter (where ms is not null) as times
from counted
group by
  source_region, matched, inference_region, model, profile, operation, factors, nr, measure
order by
  matched desc, source_region nulls last, inference_region nulls last, model nulls last,
  profile nulls first, operation nulls last, factors, nr
