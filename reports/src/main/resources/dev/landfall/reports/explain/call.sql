-- Grain: one row per call whose request id is the one given.  Input: view calls.
-- Binds: $1 request id.
select
  partition, account, request_id, called_at, completed_at, source_region, operation, streaming,
  endpoint, model_id, model, profile, profile_kind, principal, error_code, pairing, verdict,
  verdict_reason, trail_regions, log_regions, bounded_regions, inference_region, country,
  outside_catalogue, workload, placement, rules, policy_version, catalogue_version, input_tokens,
  output_tokens, cache_read_tokens, cache_write_tokens, max_tokens, max_tokens_basis, latency_ms,
  first_token_ms, quota_row, burndown, burn_tokens, reserved_tokens, metadata, witnesses, addenda,
  copies, revision, first_arrived_at, last_arrived_at, evidence
from calls
where request_id = $1
order by partition, account
