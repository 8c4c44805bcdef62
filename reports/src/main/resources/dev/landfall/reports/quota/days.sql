-- Grain: one row per account, source Region, model, quota row and UTC day in which it was used.
-- Input: view quota_days.
-- Binds: $1 from, $2 to (exclusive), UTC, which the view is made for; $3 rows at most.
-- minute: the minute that came closest to the tokens' quota, with its peak and quota; where none is
-- applied, that of the greatest peak.  peak_requests, output_tokens: those closest to their quotas.
-- utilisation: of minute, 1 is all of it; null where no quota is known.
-- fullest: the greatest share of any applied quota; the rows' order.
with told as (
  select
    account, source_region, model, quota_row, day_at, minutes, busiest_at, settled_tokens,
    peak_rolling_tokens, requests, throttled, quota_tokens, requested_at, peak_requests,
    quota_requests, quota_tokens_per_day, output_at, peak_output_tokens, quota_output_tokens,
    reserved_tokens, unset_max_tokens, unknown_settled, unknown_reserved, unknown_output,
    peak_rolling_tokens::double / nullif(quota_tokens, 0) as utilisation,
    peak_requests::double / nullif(quota_requests, 0) as request_share,
    settled_tokens::double / nullif(quota_tokens_per_day, 0) as day_share,
    peak_output_tokens::double / nullif(quota_output_tokens, 0) as output_share
  from quota_days
  where day_at + interval 1 day > $1 and day_at < $2
)
select
  account,
  source_region,
  model,
  quota_row,
  day_at as day,
  minutes,
  busiest_at as minute,
  settled_tokens,
  peak_rolling_tokens,
  requests,
  throttled,
  quota_tokens,
  utilisation,
  requested_at,
  peak_requests,
  quota_requests,
  request_share,
  quota_tokens_per_day,
  day_share,
  output_at,
  peak_output_tokens,
  quota_output_tokens,
  output_share,
  reserved_tokens,
  unset_max_tokens,
  unknown_settled,
  unknown_reserved,
  unknown_output,
  greatest(utilisation, request_share, day_share, output_share) as fullest
from told
order by
  fullest desc nulls last, peak_rolling_tokens desc nulls last,
  account, source_region, model, quota_row, day
limit $3
