-- Grain: one row per object or folder not read, or not read whole.  Input: view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: objects whose events or named hour touch the window, and
-- those that name no time.
select status, uri, kind, account, region, reason, records, rejected_records
from object_counts
where status in ('unreadable', 'damaged')
  and coalesce(from_at < $2, true) and coalesce(to_at >= $1, true)
order by status desc, uri, sha256
