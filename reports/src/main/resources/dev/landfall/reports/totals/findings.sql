-- Grain: one row per rule.  Input: view findings; the whole lake.
-- Binds: none.
-- n: findings of the rule that are open, or whose episodes have ended; not those taken back.
select rule as name, count(*) as n
from findings
where status <> 'superseded'
group by rule
order by rule
