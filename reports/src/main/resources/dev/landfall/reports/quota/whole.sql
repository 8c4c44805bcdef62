-- Grain: one row: how many rows quota.sql has without a limit, and their sums.
-- Input: view quota_minutes.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- A sum is null where no row knows it.
select
  count(*) as row_count,
  sum(settled_tokens)::bigint as settled_tokens,
  sum(requests)::bigint as requests,
  sum(throttled)::bigint as throttled,
  sum(reserved_tokens)::bigint as reserved_tokens,
  sum(unset_max_tokens)::bigint as unset_max_tokens,
  sum(unknown_settled)::bigint as unknown_settled,
  sum(unknown_reserved)::bigint as unknown_reserved,
  sum(unknown_output)::bigint as unknown_output
from quota_minutes
where minute_at >= $1 and minute_at < $2
