-- Grain: one row per account, source Region, model, quota row and minute in which anything was
-- asked, burned or in flight.  Input: view quota_minutes.
-- Binds: $1 from, $2 to (exclusive), UTC, on the start of the minute.
-- utilisation: peak_rolling_tokens / quota_tokens, 1 is all of it; null where no quota is known.
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
  peak_rolling_tokens::double / nullif(quota_tokens, 0) as utilisation
from quota_minutes
where minute_at >= $1 and minute_at < $2
order by
  utilisation desc nulls last, peak_rolling_tokens desc nulls last,
  account, source_region, model, quota_row, minute
