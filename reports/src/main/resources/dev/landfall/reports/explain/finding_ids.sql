-- Grain: one row per finding, the first ten, whose id begins as given.  Input: view findings.
-- Binds: $1 beginning of a finding id.
select finding_id as id
from findings
where starts_with(finding_id, $1)
order by finding_id
limit 10
