-- Grain: one row per finding that the call is ground of.  Input: views calls, findings.
-- Binds: $1 partition, $2 account, $3 request id.
-- A call names its findings; one written before it did so (version 1 of calls) shows none.
select f.finding_id, f.rule, f.severity, f.status, f.occurrences, f.headline
from calls as c
join findings as f on list_contains(string_split(c.finding_ids, ','), f.finding_id)
where c.partition = $1 and c.account = $2 and c.request_id = $3
order by f.rule, f.finding_id
