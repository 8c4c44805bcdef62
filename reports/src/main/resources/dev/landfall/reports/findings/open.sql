-- Grain: one row per open finding, gravest first.  Input: view findings.
-- Binds: $1 from, $2 to (exclusive), UTC: findings with a ground in the window.
select finding_id, rule, severity, occurrences, first_seen_at, last_seen_at, headline
from findings
where status = 'open' and first_seen_at < $2 and last_seen_at >= $1
order by
  case severity
    when 'critical' then 0 when 'error' then 1 when 'warning' then 2 when 'info' then 3 else 4
  end,
  rule, occurrences desc, finding_id
