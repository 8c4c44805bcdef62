-- Grain: one row.  Input: view removals, in the lake's newest generation.
-- Binds: $1 from, $2 to (exclusive), UTC: days that touch the window.
-- calls: calls of these days when they left the lake; those that came later are not counted.
select coalesce(sum(row_count), 0)::bigint as calls
from removals
where of_table = 'calls' and act <> 'kept-out'
  and day_at < $2 and day_at + interval 1 day > $1
  and generation = (select max(generation) from removals)
