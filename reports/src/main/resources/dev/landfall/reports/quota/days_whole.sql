-- Grain: one row: how many rows days.sql has without a limit, and their sums.
-- Input: view quota_days.
-- Binds: $1 from, $2 to (exclusive), UTC, which the view is made for.
-- minutes: rows that quota.sql has.  without_quota: quota rows of which no applied quota is known in
-- any minute.  A sum is null where no row knows it.
with rows_used as (
  select
    count(*) as row_count,
    sum(minutes) as minutes,
    sum(limited_minutes) as limited_minutes,
    sum(settled_tokens) as settled_tokens,
    sum(requests) as requests,
    sum(throttled) as throttled,
    sum(reserved_tokens) as reserved_tokens,
    sum(unset_max_tokens) as unset_max_tokens,
    sum(unknown_settled) as unknown_settled,
    sum(unknown_reserved) as unknown_reserved,
    sum(unknown_output) as unknown_output
  from quota_days
  where day_at + interval 1 day > $1 and day_at < $2
  group by account, source_region, model, quota_row
)
select
  coalesce(sum(row_count), 0)::bigint as row_count,
  coalesce(sum(minutes), 0)::bigint as minutes,
  sum(settled_tokens)::bigint as settled_tokens,
  sum(requests)::bigint as requests,
  sum(throttled)::bigint as throttled,
  sum(reserved_tokens)::bigint as reserved_tokens,
  sum(unset_max_tokens)::bigint as unset_max_tokens,
  sum(unknown_settled)::bigint as unknown_settled,
  sum(unknown_reserved)::bigint as unknown_reserved,
  sum(unknown_output)::bigint as unknown_output,
  count(*) filter (where limited_minutes = 0) as without_quota
from rows_used
