-- Grain: one row per finding.  Input: view findings.
-- Binds: $1 from, $2 to (exclusive), UTC: findings with a ground in the window; the counts are
-- those of the whole finding.
-- status: open; ended, of a rule with episodes; or superseded where a correction took its ground away.
-- value, limit_value, cause: of the latest episode; null for rules that do not measure.
select
  finding_id, rule, rule_version, severity, status, account, workload, profile, region, subject,
  occurrences, first_seen_at, last_seen_at, ended_at, value, limit_value, cause, headline
from findings
where first_seen_at < $2 and last_seen_at >= $1
order by
  case status when 'open' then 0 when 'ended' then 1 else 2 end,
  case severity
    when 'critical' then 0 when 'error' then 1 when 'warning' then 2 when 'info' then 3 else 4
  end,
  rule, occurrences desc, finding_id
