-- Grain: one row.  Input: view quota_minutes.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- unknown_settled, unknown_reserved: calls whose tokens, or whose reservation, nobody states.
select
  coalesce(sum(requests), 0)::bigint as requests,
  coalesce(sum(unknown_settled), 0)::bigint as unknown_settled,
  coalesce(sum(unknown_reserved), 0)::bigint as unknown_reserved
from quota_minutes
where minute_at >= $1 and minute_at < $2
