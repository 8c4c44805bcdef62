-- Grain: one row.  Input: view marked_calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on completed_at, when a call's tokens settle.
-- probe_tokens: quota tokens that the probe's own calls burned, of burn_tokens by all; mantle's
-- output stands apart from its quota and is left out.
select
  count(*) filter (where probed) as probe_calls,
  coalesce(sum(burned) filter (where probed), 0)::bigint as probe_tokens,
  coalesce(sum(burned), 0)::bigint as burn_tokens
from (
  select
    probed, completed_at, quota_row,
    case
      when quota_row = 'mantle' and burn_tokens is distinct from 0
        then input_tokens + coalesce(cache_write_tokens, 0)
      else burn_tokens
    end as burned
  from marked_calls
)
where completed_at >= $1 and completed_at < $2 and quota_row is not null
