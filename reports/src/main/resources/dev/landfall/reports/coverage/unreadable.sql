-- Grain: one row per object or folder not read, or not read whole.  Input: view objects.
-- Binds: $1 from, $2 to (exclusive), UTC: objects whose events or named hour touch the window, and
-- those that name no time.
select status, uri, kind, account, region, reason, records, rejected_records
from objects
where status in ('unreadable', 'damaged')
  and coalesce(coalesce(first_event_at, covers_from_at) < $2, true)
  and coalesce(coalesce(last_event_at, covers_from_at + interval 1 day) >= $1, true)
order by status desc, uri, sha256
