-- Grain: one row per status.  Input: view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: objects whose events or named hour touch the window, and
-- those that name no time.
select status as name, sum(objects)::bigint as n
from object_counts
where coalesce(from_at < $2, true) and coalesce(to_at >= $1, true)
group by status
order by status
