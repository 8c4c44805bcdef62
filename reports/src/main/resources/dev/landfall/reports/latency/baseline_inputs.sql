-- Grain: one row.  Input: view landed_probes.
-- Binds: $1 from, $2 to (exclusive), UTC, on sent_at.
-- The samples a baseline is made of: answered, taken to measure, and matched to a call that shows
-- where it ran.  sha256: of their lines in the order of their ids; null where there is none.
select
  count(*) as samples,
  min(sent_at) as first_sent_at,
  max(sent_at) as last_sent_at,
  sha256(string_agg(
    concat_ws('|', sample_id, source_region, inference_region, coalesce(model, model_id), operation,
      total_ms::varchar, coalesce((wait_ms + first_token_ms)::varchar, '-')),
    chr(10) order by sample_id)) as sha256
from landed_probes
where sent_at >= $1 and sent_at < $2
  and purpose = 'measure' and error_class is null and inference_region is not null
