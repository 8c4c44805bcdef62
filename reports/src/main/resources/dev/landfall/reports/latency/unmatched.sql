-- Grain: one row per source Region, model id, operation and reason.  Input: view landed_probes.
-- Binds: $1 from, $2 to (exclusive), UTC, on sent_at; $3 when the lake last settled, UTC.
-- Samples of any purpose that no call of the lake belongs to.  reason: no answer (without a request
-- id there is nothing to match), waiting (the lake has not settled up to then), or no record (it
-- has, and no log told of the request).  waited_s: from the oldest sample to when the lake settled.
select
  source_region,
  model_id,
  operation,
  case
    when request_id is null then 'no answer'
    when sent_at + total_ms * interval 1 millisecond >= $3::timestamptz then 'waiting'
    else 'no record'
  end as reason,
  count(*) as samples,
  min(sent_at) as first_sent_at,
  max(sent_at) as last_sent_at,
  greatest(0, date_diff('second', min(sent_at), $3::timestamptz))::bigint as waited_s,
  min(request_id) as example_request_id
from landed_probes
where sent_at >= $1 and sent_at < $2 and not matched
group by source_region, model_id, operation, reason
order by source_region, model_id, operation, reason
