-- Grain: one row per surface, operation, account and Region called.  Input: view surfaces.
-- Binds: $1 from, $2 to (exclusive), UTC, on seen_at.
-- uses: events; how many inferences each one made, and where, no log says.
select
  surface,
  operation,
  account,
  region,
  count(*) as uses,
  count(*) filter (where error_code is not null) as failed,
  min(seen_at) as first_seen_at,
  max(seen_at) as last_seen_at
from surfaces
where seen_at >= $1 and seen_at < $2
group by surface, operation, account, region
order by surface, operation, account, region
