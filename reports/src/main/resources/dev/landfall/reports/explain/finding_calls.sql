-- Grain: one row per call, the first twenty by time, that is ground of the finding.
-- Input: views findings, calls.
-- Binds: $1 finding id.
-- A call names the rules it is ground for, not the findings; the finding is recognised by account,
-- workload, profile (else model, else id), Region, and for unclassified calls the role. Calls do not
-- name exceptions, so an excepted finding shows the calls of its unexcepted twin too.  matched: how many calls are recognised in all.
select
  c.request_id, c.called_at, c.principal, c.model_id, c.source_region, c.inference_region,
  c.verdict, c.verdict_reason, count(*) over () as matched
from findings as f
join calls as c
  on list_contains(string_split(c.rules, ','), f.rule)
  and c.called_at >= f.first_seen_at
  and c.called_at <= f.last_seen_at
  and (f.account is null or f.account = c.account)
  and (f.workload is null or f.workload = c.workload)
  and (f.profile is null or f.profile = coalesce(c.profile, c.model, c.model_id))
  and (f.region is null
    or f.region = c.source_region
    or f.region = c.inference_region
    or list_contains(string_split(c.trail_regions, ','), f.region)
    or list_contains(string_split(c.log_regions, ','), f.region))
  and (f.rule <> 'workload-unclassified'
    or f.subject is null and c.principal is null
    or c.principal = f.subject
    or starts_with(c.principal, f.subject || '/'))
where f.finding_id = $1
order by c.called_at, c.request_id, c.account
limit 20
