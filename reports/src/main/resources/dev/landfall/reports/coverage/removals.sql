-- Grain: one row per generation of the lake, act, table and month.  Input: view removals.
-- Binds: $1 from, $2 to (exclusive), UTC: days that touch the window.
-- records: log records that the rows accounted for; null: rows of this table account for none.
-- retention, lake_version: of the latest act of the month.
select
  generation,
  act,
  of_table,
  min(day_at) as from_at,
  max(day_at) + interval 1 day as to_at,
  count(distinct day_at) as days,
  sum(row_count)::bigint as row_count,
  sum(stored_bytes)::bigint as stored_bytes,
  sum(records)::bigint as records,
  max_by(retention, lake_version) as retention,
  max(lake_version) as lake_version
from removals
where day_at < $2 and day_at + interval 1 day > $1
group by generation, act, of_table, month_at
order by month_at, generation, act, of_table
