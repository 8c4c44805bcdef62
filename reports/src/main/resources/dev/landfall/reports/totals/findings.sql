-- Grain: one row per rule.  Input: view findings; the whole lake.
-- Binds: none.
-- n: findings of the rule that are open.
select rule as name, count(*) as n
from findings
where status = 'open'
group by rule
order by rule
