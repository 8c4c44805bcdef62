-- Grain: one row.  Input: view removals; the whole lake, in its newest generation.
-- Binds: none.
-- records: log records that the rows accounted for when their days left the lake.
-- again: of rows that came later for such a day and were kept out; a record may stand in it several
-- times, and in records too.
select
  coalesce(sum(records) filter (where act <> 'kept-out'), 0)::bigint as records,
  coalesce(sum(records) filter (where act = 'kept-out'), 0)::bigint as again
from removals
where generation = (select max(generation) from removals)
