-- Grain: one row per kind of object, account and Region.  Input: view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: objects whose events or named hour touch the window, and
-- those that name no time.  Objects that Landfall planted itself are left out.
-- stored_bytes: as stored; raw_bytes: after decompression.  A null account or Region: the path
-- names none.
-- holds: what such a source cannot go beyond; null: as much as its settings let in.
select
  kind,
  account,
  region,
  case kind when 'cloudtrail-lookup' then 'management events only' end as holds,
  sum(objects)::bigint as objects,
  coalesce(sum(objects) filter (where status = 'damaged'), 0)::bigint as damaged_objects,
  coalesce(sum(objects) filter (where status = 'unreadable'), 0)::bigint as unreadable_objects,
  coalesce(sum(records), 0)::bigint as records,
  coalesce(sum(witness_records), 0)::bigint as witness_records,
  coalesce(sum(addendum_records), 0)::bigint as addendum_records,
  coalesce(sum(change_records), 0)::bigint as change_records,
  coalesce(sum(ignored_records), 0)::bigint as ignored_records,
  coalesce(sum(rejected_records), 0)::bigint as rejected_records,
  coalesce(sum(size_bytes), 0)::bigint as stored_bytes,
  coalesce(sum(raw_bytes), 0)::bigint as raw_bytes,
  min(first_event_at) as first_event_at,
  max(last_event_at) as last_event_at
from object_counts
where coalesce(from_at < $2, true) and coalesce(to_at >= $1, true)
  and kind <> 'canary' and coalesce(account, '') <> '000000000000'
group by kind, account, region
order by kind, account nulls last, region nulls last
