-- Grain: one row per reason.  Input: view object_counts; the whole lake.
-- Binds: none.
-- n: records set aside for the reason.
select reason.key as name, sum(reason.value::bigint)::bigint as n
from object_counts, json_each(object_counts.ignored_reasons) as reason
group by reason.key
order by reason.key
