-- Grain: one row per canary.  Input: view canaries, view all_deliveries, view object_counts.
-- Binds: $1 from, $2 to (exclusive), UTC: canaries planted in the window.
-- outcome: told (every sink took it in time), late (every sink took it, but later), missed, waiting
-- (its time has not passed), not planted, not ours (a record was read of one that is not known to
-- have been planted from here), not known (told, but when or how soon it was to be is not on record).
-- Only the step "told" says that every sink has it: a sink that has not answered yet has no receipt.
-- sinks: sinks that were tried; accepted: of these took it; delay_ms: from the planting until the
-- last of them had taken it, null while one has not.  breach: the rules called it one; null: not read.
with steps as (
  select
    canary_id,
    min(planted_at) as planted_at,
    max(source) as source,
    max(within_ms) as within_ms,
    max(reason) as reason,
    bool_or(breach) as breach,
    min(arrived_at) as arrived_at,
    bool_or(step = 'planted') as planted,
    bool_or(step = 'failed') as failed,
    bool_or(step = 'told') as told,
    bool_or(step = 'missed') as missed
  from canaries
  group by canary_id
),
by_sink as (
  select
    alert_id, sink,
    min(attempted_at + to_milliseconds(took_ms)) filter (where outcome = 'accepted') as accepted_at
  from all_deliveries
  where notice = 'trigger' and alert_id like 'canary-%' and alert_id not like 'canary-missed-%'
  group by alert_id, sink
),
receipts as (
  select
    alert_id,
    count(*) as sinks,
    count(accepted_at) as accepted,
    case when count(*) = count(accepted_at) then max(accepted_at) end as told_at
  from by_sink
  group by alert_id
),
joined as (
  select
    s.canary_id, s.planted_at, s.source, s.within_ms, s.reason, s.breach, s.arrived_at,
    s.planted, s.failed, s.told, s.missed, coalesce(r.sinks, 0) as sinks, coalesce(r.accepted, 0) as accepted,
    case when s.told then date_diff('millisecond', s.planted_at, r.told_at) end as delay_ms,
    coalesce((select max(first_seen_at) from object_counts)
      > s.planted_at + to_milliseconds(coalesce(s.within_ms, 0)), false) as overdue
  from steps as s
  left join receipts as r on r.alert_id = 'canary-' || s.canary_id
)
select
  canary_id,
  planted_at,
  source,
  case
    when failed then 'not planted'
    when not planted then 'not ours'
    when told and (delay_ms is null or within_ms is null) then 'not known'
    when told and delay_ms <= within_ms then 'told'
    when told then 'late'
    when missed or overdue then 'missed'
    else 'waiting'
  end as outcome,
  delay_ms,
  within_ms,
  sinks,
  accepted,
  arrived_at,
  case when breach is null then null when breach then 'yes' else 'no' end as breach,
  reason
from joined
where planted_at >= $1 and planted_at < $2
order by planted_at desc, canary_id
