-- Grain: one row per finding.  Input: view findings.
-- Binds: $1 from, $2 to (exclusive), UTC: findings with a ground in the window; the counts are
-- those of the whole finding.
-- status: open, or superseded where a correction took its ground away.
select
  finding_id, rule, rule_version, severity, status, account, workload, profile, region, subject,
  occurrences, first_seen_at, last_seen_at, headline
from findings
where first_seen_at < $2 and last_seen_at >= $1
order by
  status = 'open' desc,
  case severity
    when 'critical' then 0 when 'error' then 1 when 'warning' then 2 when 'info' then 3 else 4
  end,
  rule, occurrences desc, finding_id
