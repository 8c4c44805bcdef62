-- Grain: one row.  Input: views objects, calls, rejects, late; the whole lake.
-- Binds: none.
-- Left side: records_read, from objects.  Right side: witnesses, duplicates and addenda from calls,
-- rejected from rejects, late from late; changes and ignored as the objects count them.
select
  o.records_read,
  o.bytes_read,
  c.witnesses,
  c.copies - c.witnesses - c.addenda as duplicates,
  c.addenda,
  o.changes,
  o.ignored,
  r.rejected,
  l.late
from
  (select
     coalesce(sum(records), 0)::bigint as records_read,
     coalesce(sum(raw_bytes), 0)::bigint as bytes_read,
     coalesce(sum(change_records), 0)::bigint as changes,
     coalesce(sum(ignored_records), 0)::bigint as ignored
   from objects) as o,
  (select
     coalesce(sum(witnesses), 0)::bigint as witnesses,
     coalesce(sum(addenda), 0)::bigint as addenda,
     coalesce(sum(copies), 0)::bigint as copies
   from calls) as c,
  (select count(*) as rejected from rejects) as r,
  (select count(*) as late from late) as l
