-- Grain: one row per policy version and catalogue version.  Input: view calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
select distinct policy_version, catalogue_version
from calls
where called_at >= $1 and called_at < $2
order by policy_version nulls last, catalogue_version nulls last
