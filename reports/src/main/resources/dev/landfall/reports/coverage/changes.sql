-- Grain: one row per event.  Input: view changes.
-- Binds: $1 from, $2 to (exclusive), UTC, on changed_at.
-- error_code: null means that the change took effect.
select
  changed_at, change, operation, account, region, principal, error_code, subject, detail
from changes
where changed_at >= $1 and changed_at < $2
order by changed_at, account, region, event_id
