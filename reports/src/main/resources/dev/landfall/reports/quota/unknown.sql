-- Grain: one row.  Input: view quota_minutes.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- unknown_settled, unknown_reserved: calls whose tokens, or whose reservation, nobody states.
-- unset_max_tokens: calls that left it so.  unknown_output: mantle's calls without their output.
-- without_quota: quota rows of which no applied quota is known in any minute.
select
  coalesce(sum(requests), 0)::bigint as requests,
  coalesce(sum(unknown_settled), 0)::bigint as unknown_settled,
  coalesce(sum(unknown_reserved), 0)::bigint as unknown_reserved,
  coalesce(sum(unset_max_tokens), 0)::bigint as unset_max_tokens,
  coalesce(sum(unknown_output), 0)::bigint as unknown_output,
  (
    select count(*)
    from (
      select account
      from quota_minutes
      where minute_at >= $1 and minute_at < $2
      group by account, source_region, model, quota_row
      having
        count(quota_tokens) + count(quota_requests) + count(quota_tokens_per_day)
        + count(quota_output_tokens) = 0
    )
  ) as without_quota
from quota_minutes
where minute_at >= $1 and minute_at < $2
