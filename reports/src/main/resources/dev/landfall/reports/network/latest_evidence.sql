-- Grain: one row per call, the latest 20,000 of them.  Input: view user_calls; the whole lake.
-- Binds: none.
-- evidence: all witnesses of the call in coded form; only they tell of a VPC endpoint.
select evidence
from user_calls
where evidence is not null
order by called_at desc, request_id
limit 20000
