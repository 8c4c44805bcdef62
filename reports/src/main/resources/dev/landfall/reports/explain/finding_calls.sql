-- Grain: one row per call, the first twenty by time, that is ground of the finding.
-- Input: views findings, calls.
-- Binds: $1 finding id.
-- matched: how many calls there are in all.  A call names its findings; one written before it did
-- so (version 1 of calls) is not among them.
select
  c.request_id, c.called_at, c.principal, c.model_id, c.source_region, c.inference_region,
  c.verdict, c.verdict_reason, count(*) over () as matched
from findings as f
join calls as c
  on c.called_at >= f.first_seen_at
  and c.called_at <= f.last_seen_at
  and list_contains(string_split(c.finding_ids, ','), f.finding_id)
where f.finding_id = $1
order by c.called_at, c.request_id, c.account
limit 20
