-- Grain: one row per account and kind of record.  Input: view late; the whole lake.
-- Binds: none.
-- records: came after their call was forgotten and wait to be merged into it.
select account, kind, count(*) as records, min(event_at) as first_event_at, max(event_at) as last_event_at
from late
group by account, kind
order by account, kind
