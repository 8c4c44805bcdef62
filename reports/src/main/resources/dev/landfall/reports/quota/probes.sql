-- Grain: one row.  Input: view marked_calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on completed_at, when a call's tokens settle.
-- probe_tokens: quota tokens that the probe's own calls burned, of burn_tokens by all.
select
  count(*) filter (where probed) as probe_calls,
  coalesce(sum(burn_tokens) filter (where probed), 0)::bigint as probe_tokens,
  coalesce(sum(burn_tokens), 0)::bigint as burn_tokens
from marked_calls
where completed_at >= $1 and completed_at < $2 and quota_row is not null
