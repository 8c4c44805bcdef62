-- Grain: one row.  Input: views object_counts, single_objects, rejects, late, canaries; the whole lake.
-- Binds: $1 when the lake last settled, UTC.
-- What was read, and where it went as far as no call tells: changes and ignored as the objects count
-- them, rejected and late from their own tables.
-- canaries: records of planted breaches, read or late; other steps hold none.
-- recent: witnesses and corrections of the objects first seen in the last eleven minutes that hold
-- an event which has not settled; a counted day has none.
select
  o.records_read,
  o.bytes_read,
  o.changes,
  o.ignored,
  n.recent,
  r.rejected,
  l.late,
  c.canaries
from
  (select
     coalesce(sum(records), 0)::bigint as records_read,
     coalesce(sum(raw_bytes), 0)::bigint as bytes_read,
     coalesce(sum(change_records), 0)::bigint as changes,
     coalesce(sum(ignored_records), 0)::bigint as ignored
   from object_counts) as o,
  (select coalesce(sum(witness_records + addendum_records), 0)::bigint as recent
   from single_objects
   where first_seen_at > (select max(first_seen_at) from object_counts) - interval 11 minutes
     and last_event_at > $1) as n,
  (select count(*) as rejected from rejects) as r,
  (select count(*) as late from late) as l,
  (select coalesce(sum(copies), 0)::bigint as canaries from canaries) as c
