-- Grain: one row per quota row that is or was throttled too often.  Input: view findings.
-- Binds: $1 from, $2 to (exclusive), UTC, on the times the finding covers.
select
  finding_id, account, region as source_region, subject as quota, status, first_seen_at,
  last_seen_at, ended_at, value, cause
from findings
where rule = 'throttle-ratio' and status <> 'superseded'
  and last_seen_at >= $1 and first_seen_at < $2
order by first_seen_at desc, finding_id
