-- Grain: one row per pairing, verdict, placement, policy version and catalogue version, calls of the
-- probe apart.  Input: view call_counts.
-- Binds: $1 from, $2 to (exclusive), UTC, on called_at.
-- breach_calls: calls that are ground of a residency breach.  copies: all records met of the calls,
-- witnesses and corrections included.
select
  pairing,
  verdict,
  placement,
  policy_version,
  catalogue_version,
  probed,
  sum(calls)::bigint as calls,
  sum(breach_calls)::bigint as breach_calls,
  coalesce(sum(witnesses), 0)::bigint as witnesses,
  coalesce(sum(addenda), 0)::bigint as addenda,
  coalesce(sum(copies), 0)::bigint as copies
from call_counts
where called_at >= $1 and called_at < $2
group by pairing, verdict, placement, policy_version, catalogue_version, probed
order by
  pairing nulls last, verdict nulls last, placement nulls last, policy_version nulls last,
  catalogue_version nulls last, probed
