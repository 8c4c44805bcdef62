-- Grain: one row per record that came after its call was forgotten.  Input: view late.
-- Binds: $1 partition, $2 account, $3 request id.
select kind, event_at, arrived_at, evidence_hash, evidence
from late
where partition = $1 and account = $2 and request_id = $3
order by kind, event_at, evidence_hash
