-- Grain: one row per call, the first ten, whose request id begins as given.  Input: view calls.
-- Binds: $1 beginning of a request id.
select request_id as id, account, called_at
from calls
where starts_with(request_id, $1)
order by request_id, account
limit 10
