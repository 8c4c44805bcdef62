-- Grain: one row.  Input: view object_counts; the whole lake.
-- Binds: none.
-- gaps: objects or folders that could not be read, or not whole.
select coalesce(sum(objects), 0)::bigint as gaps
from object_counts
where status in ('unreadable', 'damaged')
