-- Grain: one row per finding that the call is ground of.  Input: views calls, findings.
-- Binds: $1 partition, $2 account, $3 request id.
-- A call names the rules it is ground for, not the findings; the finding is recognised by account,
-- workload, profile (else model, else id), Region, and for unclassified calls the role. Calls do not
-- name exceptions, so an excepted finding shows the calls of its unexcepted twin too.
select f.finding_id, f.rule, f.severity, f.status, f.occurrences, f.headline
from calls as c
join findings as f
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
where c.partition = $1 and c.account = $2 and c.request_id = $3
order by f.rule, f.finding_id
