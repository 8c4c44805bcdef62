-- Grain: one row per attempt to tell a sink.  Input: view deliveries.
-- Binds: $1 from, $2 to (exclusive), UTC: attempts in the window.
select
  attempted_at, sink, alert_id, notice, tries, outcome, status, reason, took_ms, occurrences,
  notice_key
from deliveries
where attempted_at >= $1 and attempted_at < $2
order by attempted_at, attempt, alert_id, sink
