-- Grain: at most one row: the minute in which the call settled.  Input: view quota_minutes.
-- Binds: $1 account, $2 source Region, $3 model, $4 quota row, $5 when the call ended, UTC.
select minute_at, settled_tokens, peak_rolling_tokens, peak_reserved_tokens, requests, throttled, quota_tokens
from quota_minutes
where account = $1 and source_region = $2 and model = $3 and quota_row = $4
  and minute_at <= $5 and minute_at > cast($5 as timestamptz) - interval 1 minute
order by minute_at
