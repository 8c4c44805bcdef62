-- Grain: one row.  Input: view findings.
-- Binds: $1 finding id.
select
  finding_id, rule, rule_version, severity, account, workload, profile, region, subject,
  occurrences, first_seen_at, last_seen_at, ended_at, value, limit_value, cause, status, headline
from findings
where finding_id = $1
order by finding_id
