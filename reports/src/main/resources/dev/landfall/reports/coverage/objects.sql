-- Grain: one row per status.  Input: view objects.
-- Binds: $1 from, $2 to (exclusive), UTC: objects whose events or named hour touch the window, and
-- those that name no time.
select status as name, count(*) as n
from objects
where coalesce(coalesce(first_event_at, covers_from_at) < $2, true)
  and coalesce(coalesce(last_event_at, covers_from_at + interval 1 day) >= $1, true)
group by status
order by status
