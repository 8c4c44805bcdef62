-- Grain: one row per placement.  Input: view calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- name: INSIDE, OUTSIDE, UNPROVEN, UNLIMITED or NOT_RUN, as the policy in force judged the call.
select placement as name, count(*) as n
from calls
where called_at >= $1 and called_at < $2
group by placement
order by placement
