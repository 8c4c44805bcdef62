-- Grain: one row per account, source Region, model, quota row and minute in which anything was
-- asked, burned or in flight.  Input: view quota_minutes.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute; $3 rows at most.
-- utilisation: peak_rolling_tokens / quota_tokens, 1 is all of it; null where no quota is known.
-- day_tokens: settled since the UTC day began, up to the end of the minute; of a day that began
-- before the window, all of it.
-- minutes_to_exhaustion: at the slope of the straight line that fits best through the peaks of the
-- last five minutes in which the row was used, of which there must be three; 0 where the quota is
-- used up; null where it falls or stays, where too little is known, or no quota is.
with near as (
  select
    account, source_region, model, quota_row, minute_at, settled_tokens, peak_rolling_tokens,
    peak_clock_tokens, peak_reserved_tokens, requests, throttled, unknown_settled,
    unknown_reserved, quota_tokens, quota_requests, peak_requests, quota_tokens_per_day,
    unset_max_tokens, reserved_tokens, output_tokens, unknown_output, quota_output_tokens,
    date_trunc('day', minute_at) as day_at,
    epoch(minute_at) / 60 as minute_number
  from quota_minutes
  where minute_at + interval 1 day >= $1 and minute_at < $2
),
told as (
  select
    account, source_region, model, quota_row, minute_at, settled_tokens, peak_rolling_tokens,
    peak_clock_tokens, peak_reserved_tokens, requests, throttled, unknown_settled,
    unknown_reserved, quota_tokens, quota_requests, peak_requests, quota_tokens_per_day,
    unset_max_tokens, reserved_tokens, output_tokens, unknown_output, quota_output_tokens,
    (sum(settled_tokens) over today)::bigint as day_tokens,
    count(*) over last_five as used_minutes,
    regr_slope(peak_rolling_tokens, minute_number) over last_five as slope
  from near
  window
    today as (
      partition by account, source_region, model, quota_row, day_at
      order by minute_at rows between unbounded preceding and current row
    ),
    last_five as (
      partition by account, source_region, model, quota_row
      order by minute_at range between interval 4 minutes preceding and current row
    )
)
select
  account,
  source_region,
  model,
  quota_row,
  minute_at as minute,
  settled_tokens,
  peak_rolling_tokens,
  peak_reserved_tokens,
  requests,
  throttled,
  quota_tokens,
  peak_rolling_tokens::double / nullif(quota_tokens, 0) as utilisation,
  peak_clock_tokens,
  output_tokens,
  quota_output_tokens,
  peak_requests,
  quota_requests,
  day_tokens,
  quota_tokens_per_day,
  reserved_tokens,
  unset_max_tokens,
  unknown_settled,
  unknown_reserved,
  unknown_output,
  case
    when quota_tokens is null then null
    when peak_rolling_tokens >= quota_tokens then 0::double
    when used_minutes >= 3 and slope > 0 then (quota_tokens - peak_rolling_tokens) / slope
  end as minutes_to_exhaustion
from told
where minute_at >= $1
order by
  utilisation desc nulls last, peak_rolling_tokens desc nulls last,
  account, source_region, model, quota_row, minute
limit $3
