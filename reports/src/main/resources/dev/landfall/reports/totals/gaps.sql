-- Grain: one row.  Input: view objects; the whole lake.
-- Binds: none.
-- gaps: objects or folders that could not be read, or not whole.
select count(*) as gaps
from objects
where status in ('unreadable', 'damaged')
