-- Grain: one row per reason.  Input: view objects; the whole lake.
-- Binds: none.
-- n: records set aside for the reason.
select reason.key as name, sum(reason.value::bigint)::bigint as n
from objects, json_each(objects.ignored_reasons) as reason
group by reason.key
order by reason.key
