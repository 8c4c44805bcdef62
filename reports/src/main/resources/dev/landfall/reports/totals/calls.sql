-- Grain: one row per pairing and verdict.  Input: view calls.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- breach_calls: calls that are ground of a residency breach.
select
  pairing,
  verdict,
  count(*) as calls,
  count(*) filter (where list_contains(string_split(rules, ','), 'residency-breach')) as breach_calls
from calls
where called_at >= $1 and called_at < $2
group by pairing, verdict
order by pairing nulls last, verdict nulls last
