-- Grain: one row per alert, as its last change left it.  Input: view alerts, view deliveries.
-- Binds: $1 from, $2 to (exclusive), UTC: alerts that changed in the window.
-- accepted: requests that some sink took; refused: sinks refused it or it was given up.
-- digested: yes where its telling was left to a digest.
-- delivered_at: the first request that was taken; null: none yet.
with newest as (
  select
    alert_id, state, severity, rule, account, workload, profile, region, occurrences,
    first_seen_at, last_seen_at, opened_at, changed_at, told_at, digested, acknowledged_at,
    muted_by, decided_by, reason, sample_request_id, headline
  from alerts
  qualify row_number() over (partition by alert_id order by revision desc) = 1
),
receipts as (
  select
    alert_id,
    count(*) filter (where outcome = 'accepted') as accepted,
    count(*) filter (where outcome in ('rejected', 'dead')) as refused,
    min(attempted_at) filter (where outcome = 'accepted') as delivered_at
  from deliveries
  group by alert_id
)
select
  n.alert_id, n.state, n.severity, n.rule, n.account, n.workload, n.profile, n.region,
  n.occurrences, n.first_seen_at, n.last_seen_at, n.opened_at, n.changed_at, n.told_at,
  r.delivered_at, coalesce(r.accepted, 0) as accepted, coalesce(r.refused, 0) as refused,
  case when n.digested then 'yes' else 'no' end as digested, n.acknowledged_at, n.muted_by, n.decided_by, n.reason, n.sample_request_id,
  n.headline
from newest as n
left join receipts as r on r.alert_id = n.alert_id
where n.changed_at >= $1 and n.changed_at < $2
order by
  n.state in ('open', 'updated') desc,
  case n.severity
    when 'critical' then 0 when 'error' then 1 when 'warning' then 2 when 'info' then 3 else 4
  end,
  n.last_seen_at desc, n.alert_id
