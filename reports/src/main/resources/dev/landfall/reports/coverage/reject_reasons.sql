-- Grain: one row per reason.  Input: view rejects; the whole lake, for a damaged record has no time.
-- Binds: none.
-- n: damaged places.
select reason as name, count(*) as n
from rejects
group by reason
order by reason
