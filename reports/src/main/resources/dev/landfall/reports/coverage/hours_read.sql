-- Grain: one row per account, Region, kind and UTC day of which objects were read.
-- Input: view object_counts; the whole lake.
-- Binds: none.
-- hours: those with a file, bit 0 is the first.  A CloudTrail file's hour is the time in its name;
-- without one the file speaks for its whole day.  An invocation-log file's hour is the one in its
-- path.  What Landfall plants itself fills no hour, and the account it plants under is nobody's.
select account, region, kind, speaks_at, bit_or(hours) as hours
from object_counts
where speaks_at is not null and hours > 0 and account <> '000000000000' and kind <> 'canary'
group by account, region, kind, speaks_at
order by account, region nulls last, kind, speaks_at
