-- Grain: one row per surface.  Input: view surfaces.
-- Binds: $1 from, $2 to (exclusive), UTC, on seen_at.
-- n: uses of Bedrock that no log attributes to a Region call by call.
select surface as name, count(*) as n
from surfaces
where seen_at >= $1 and seen_at < $2
group by surface
order by surface
