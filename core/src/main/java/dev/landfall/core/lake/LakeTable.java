package dev.landfall.core.lake;

import static dev.landfall.core.lake.Column.Role.ARRIVAL;
import static dev.landfall.core.lake.Column.Role.CONTENT;
import static dev.landfall.core.lake.Column.Role.KEY;
import static dev.landfall.core.lake.Column.Type.BOOLEAN;
import static dev.landfall.core.lake.Column.Type.BYTES;
import static dev.landfall.core.lake.Column.Type.DOUBLE;
import static dev.landfall.core.lake.Column.Type.LONG;
import static dev.landfall.core.lake.Column.Type.STRING;
import static dev.landfall.core.lake.Column.Type.TIMESTAMP;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every table of the lake and its columns: the one contract that writers and readers share.
 *
 * <p>Shape: Parquet files under {@code <id>/dt=YYYY-MM-DD/}; {@code dt} is the UTC day of the
 * {@code dayColumn}. Several rows may share a key: a reader keeps the greatest by {@link #order},
 * compared as listed, descending, which never depends on the time of writing. A column is added at
 * the end with the next id and the table's version is raised.
 */
@SuppressWarnings("ImmutableEnumChecker") // both lists are copies that refuse change
public enum LakeTable {
  CALLS(
      "calls",
      3,
      "called_at",
      List.of("witnesses", "addenda", "copies", "content_hash"),
      "One row per call and revision; the greatest row of a call is the call.",
      table()
          .add("partition", STRING, KEY, "AWS partition, aws or aws-us-gov")
          .add("account", STRING, KEY, "account of the call, 12 digits")
          .add("request_id", STRING, KEY, "request id, or event id where the trail has none")
          .add("called_at", TIMESTAMP, CONTENT, "when the call was made, UTC")
          .add(
              "completed_at", TIMESTAMP, CONTENT, "when it ended, UTC; equals called_at if unknown")
          .add("source_region", STRING, CONTENT, "Region whose endpoint was called; null: not said")
          .add("operation", STRING, CONTENT, "API operation as logged")
          .add("streaming", BOOLEAN, CONTENT, "a completion record is expected")
          .add("endpoint", STRING, CONTENT, "runtime or mantle")
          .add("model_id", STRING, CONTENT, "model id as the caller wrote it; null: not said")
          .add("model", STRING, CONTENT, "base model id; null: the id does not tell")
          .add("profile", STRING, CONTENT, "inference profile id or ARN; null: none was used")
          .add("profile_kind", STRING, CONTENT, "what the model id names, ModelRef.Kind")
          .add("principal", STRING, CONTENT, "caller's ARN")
          .add("error_code", STRING, CONTENT, "error name; null: no error was logged")
          .add("pairing", STRING, CONTENT, "BOTH, TRAIL_ONLY or LOG_ONLY")
          .add("verdict", STRING, CONTENT, "Region verdict")
          .add("verdict_reason", STRING, CONTENT, "why the Region is unknown; else null")
          .add("trail_regions", STRING, CONTENT, "Regions CloudTrail names, comma separated")
          .add("log_regions", STRING, CONTENT, "Regions the invocation log names, comma separated")
          .add(
              "bounded_regions",
              STRING,
              CONTENT,
              "catalogue's destinations, comma separated; null: open or unknown")
          .add("inference_region", STRING, CONTENT, "where it ran; null: not shown")
          .add("country", STRING, CONTENT, "ISO 3166 country of inference_region")
          .add(
              "outside_catalogue",
              BOOLEAN,
              CONTENT,
              "an observed Region is not in the catalogue's set")
          .add("workload", STRING, CONTENT, "workload of the policy, or default")
          .add("placement", STRING, CONTENT, "INSIDE, OUTSIDE, UNPROVEN, UNLIMITED or NOT_RUN")
          .add(
              "rules", STRING, CONTENT, "ids of the rules this call is ground for, comma separated")
          .add("policy_version", STRING, CONTENT, "policy in force when the call was made")
          .add("catalogue_version", STRING, CONTENT, "catalogue judged by")
          .add("input_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("output_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("cache_read_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("cache_write_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("max_tokens", LONG, CONTENT, "limit asked for, tokens; null: unset or unseen")
          .add("max_tokens_basis", STRING, CONTENT, "stated, unset or unseen")
          .add("latency_ms", LONG, CONTENT, "milliseconds, as the log's body says; null: not said")
          .add("first_token_ms", LONG, CONTENT, "milliseconds to the first token; null: not said")
          .add(
              "quota_row",
              STRING,
              CONTENT,
              "on-demand, cross-region, global or mantle; null: none or unknown")
          .add("burndown", LONG, CONTENT, "output multiplier of the quota; null: not known")
          .add("burn_tokens", LONG, CONTENT, "settled quota tokens; null: tokens not said")
          .add("reserved_tokens", LONG, CONTENT, "tokens reserved at the start; null: not known")
          .add(
              "metadata",
              STRING,
              CONTENT,
              "request metadata keys that the policy names, JSON; null: none")
          .add("witnesses", LONG, CONTENT, "kinds of record known, 0 to 3")
          .add("addenda", LONG, CONTENT, "corrections applied")
          .add("trail_copies", LONG, CONTENT, "copies met of the API event")
          .add("completion_copies", LONG, CONTENT, "copies met of the stream's completion event")
          .add("log_copies", LONG, CONTENT, "copies met of the invocation-log record")
          .add("addendum_copies", LONG, CONTENT, "copies met of corrections")
          .add("copies", LONG, CONTENT, "all copies met")
          .add(
              "content_hash",
              STRING,
              CONTENT,
              "v2: and the first 16 hex digits of the SHA-256 of what the evidence states, the first"
                  + " part of its bytes (ADR 23); digits alone: by the rule of form 1")
          .add("revision", STRING, ARRIVAL, "PROVISIONAL, FINAL or CORRECTED when written")
          .add("first_arrived_at", TIMESTAMP, ARRIVAL, "when the first record arrived, UTC")
          .add("last_arrived_at", TIMESTAMP, ARRIVAL, "when the last record arrived, UTC")
          .add("evidence", BYTES, ARRIVAL, "all witnesses with their places, CallCodec form 2 or 1")
          .add(
              "finding_ids",
              STRING,
              CONTENT,
              "ids of the findings this call is ground for, comma separated; null: written by"
                  + " version 1")),

  FINDINGS(
      "findings",
      2,
      "first_seen_at",
      List.of("revision"),
      "One row per finding and change; the greatest revision is its state. Compaction files them"
          + " under the first day of the month of first_seen_at.",
      table()
          .add(
              "finding_id",
              STRING,
              KEY,
              "stable id: hash of rule, account, workload, profile, region, subject")
          .add("rule", STRING, CONTENT, "rule id")
          .add("rule_version", LONG, CONTENT, "version of the rule")
          .add("severity", STRING, CONTENT, "critical, error, warning or info")
          .add("account", STRING, CONTENT, "account; null: not one account's")
          .add("workload", STRING, CONTENT, "workload; null: not one workload's")
          .add("profile", STRING, CONTENT, "profile or model id; null: none")
          .add("region", STRING, CONTENT, "Region that is wrong; null: none")
          .add("subject", STRING, CONTENT, "role, source or setting concerned; null: none")
          .add(
              "occurrences",
              LONG,
              CONTENT,
              "calls or events that are its ground now; of a rule with episodes, minutes over its"
                  + " limit")
          .add("first_seen_at", TIMESTAMP, CONTENT, "earliest ground or minute, UTC")
          .add("last_seen_at", TIMESTAMP, CONTENT, "latest ground or minute over the limit, UTC")
          .add("status", STRING, CONTENT, "open, ended or superseded")
          .add("headline", STRING, CONTENT, "what is wrong, one sentence")
          .add("revision", LONG, ARRIVAL, "counts the changes of this finding")
          .add(
              "ended_at",
              TIMESTAMP,
              CONTENT,
              "end of the latest episode, UTC; null: it goes on, the rule has no episodes, or"
                  + " written by version 1")
          .add(
              "value",
              STRING,
              CONTENT,
              "what the latest episode measured at its worst, in words; null: not measured")
          .add(
              "limit_value",
              STRING,
              CONTENT,
              "what that is held against, in words; null: not measured")
          .add("cause", STRING, CONTENT, "likeliest cause; null: the rule knows none")),

  ALERTS(
      "alerts",
      2,
      "changed_at",
      List.of("revision"),
      "One row per change of an alert; the greatest revision of an alert is its state.",
      table()
          .add("alert_id", STRING, KEY, "fingerprint of what is wrong")
          .add("revision", LONG, KEY, "rises with each change of any alert")
          .add("finding_id", STRING, CONTENT, "finding alerted about")
          .add("state", STRING, CONTENT, "open, updated, resolved, superseded, dispositioned")
          .add("changed_at", TIMESTAMP, ARRIVAL, "UTC")
          .add("rule", STRING, CONTENT, "rule id")
          .add("severity", STRING, CONTENT, "critical, error, warning or info")
          .add("account", STRING, CONTENT, "account; null: not one account's")
          .add("workload", STRING, CONTENT, "workload; null: not one workload's")
          .add("profile", STRING, CONTENT, "profile or model id; null: none")
          .add("region", STRING, CONTENT, "Region that is wrong; null: none")
          .add("occurrences", LONG, CONTENT, "calls or events known at the change")
          .add("first_seen_at", TIMESTAMP, CONTENT, "earliest of them, UTC")
          .add("last_seen_at", TIMESTAMP, CONTENT, "latest of them, UTC")
          .add("headline", STRING, CONTENT, "what is wrong, one sentence")
          .add(
              "change",
              STRING,
              CONTENT,
              "opened, told, grown, muted, heard (mute over), acknowledged or ended")
          .add("episode", LONG, CONTENT, "how often it has opened")
          .add("opened_at", TIMESTAMP, ARRIVAL, "when this episode opened, UTC")
          .add("told_at", TIMESTAMP, ARRIVAL, "when sinks were last told, UTC; null: not yet")
          .add("digested", BOOLEAN, CONTENT, "its telling was left to a digest")
          .add("acknowledged_at", TIMESTAMP, ARRIVAL, "UTC; null: nobody has in this episode")
          .add("muted_by", STRING, CONTENT, "silence or alert that keeps it from being told")
          .add("decided_by", STRING, CONTENT, "person whose decision the change follows; else null")
          .add("reason", STRING, CONTENT, "the person's reason; else null")
          .add("sample_request_id", STRING, CONTENT, "one call that is its ground; null: none")),

  DELIVERIES(
      "deliveries",
      2,
      "attempted_at",
      List.of("attempt"),
      "One row per attempt to tell a sink of a notice, and per notice left to a digest because its"
          + " sink is far behind; a repetition that keeps an alert alive at Alertmanager makes none"
          + " while it is accepted.",
      table()
          .add("alert_id", STRING, KEY, "alert told about; digest for a digest")
          .add("sink", STRING, KEY, "sink id")
          .add("attempt", LONG, KEY, "rises with each attempt at any sink")
          .add(
              "outcome",
              STRING,
              CONTENT,
              "accepted, retry, rejected, dead (given up) or together (left to a digest)")
          .add("attempted_at", TIMESTAMP, ARRIVAL, "UTC")
          .add(
              "notice",
              STRING,
              CONTENT,
              "trigger, update, acknowledge, resolve, digest, undelivered or refresh")
          .add("notice_key", STRING, CONTENT, "the same for every try of one notice")
          .add("tries", LONG, CONTENT, "which try of the notice, from 1; 0: none yet")
          .add("status", LONG, CONTENT, "HTTP status; null: no answer came")
          .add("reason", STRING, CONTENT, "why it was not accepted; null: it was")
          .add("noticed_at", TIMESTAMP, ARRIVAL, "when the notice was made, UTC")
          .add("took_ms", LONG, ARRIVAL, "milliseconds from the request to its answer")
          .add("occurrences", LONG, CONTENT, "calls or events told of")),

  QUOTA_MINUTES(
      "quota_minutes",
      2,
      "minute_at",
      List.of("revision"),
      "One row per quota row and minute in which anything was asked, burned or in flight.",
      table()
          .add("account", STRING, KEY, "account")
          .add("source_region", STRING, KEY, "Region whose quota is used")
          .add("model", STRING, KEY, "base model id")
          .add("quota_row", STRING, KEY, "on-demand, cross-region, global or mantle")
          .add("minute_at", TIMESTAMP, KEY, "start of the minute, UTC")
          .add("settled_tokens", LONG, CONTENT, "quota tokens settled in the minute")
          .add(
              "peak_rolling_tokens",
              LONG,
              CONTENT,
              "greatest over the minute's seconds of settled in (t-60 s, t] plus reserved in flight")
          .add(
              "peak_clock_tokens",
              LONG,
              CONTENT,
              "greatest of settled since the minute began plus reserved in flight")
          .add("peak_reserved_tokens", LONG, CONTENT, "greatest reserved in flight, tokens")
          .add("requests", LONG, CONTENT, "calls started in the minute, throttled ones too")
          .add("throttled", LONG, CONTENT, "of these refused for a quota")
          .add(
              "unknown_settled",
              LONG,
              CONTENT,
              "calls ended in the minute whose tokens nobody states")
          .add(
              "unknown_reserved",
              LONG,
              CONTENT,
              "calls started in the minute whose reservation is not known")
          .add("quota_tokens", LONG, CONTENT, "applied tokens per minute; null: not configured")
          .add(
              "quota_requests",
              LONG,
              CONTENT,
              "applied requests per minute; null: not configured or none")
          .add("revision", LONG, ARRIVAL, "counts the changes of this row")
          .add(
              "peak_requests",
              LONG,
              CONTENT,
              "greatest number of calls admitted in (t-60 s, t]; null: written by version 1")
          .add(
              "quota_tokens_per_day",
              LONG,
              CONTENT,
              "applied tokens per day; null: not configured or none")
          .add(
              "unset_max_tokens",
              LONG,
              CONTENT,
              "calls started in the minute that left max_tokens unset, for which the model's"
                  + " maximum is reserved; null: written by version 1")
          .add(
              "reserved_tokens",
              LONG,
              CONTENT,
              "reserved by the calls started in the minute, as far as known; null: written by"
                  + " version 1")
          .add(
              "output_tokens",
              LONG,
              CONTENT,
              "tokens settled against mantle's output quota; settled_tokens are its input; null: the"
                  + " row counts both together")
          .add(
              "unknown_output",
              LONG,
              CONTENT,
              "mantle calls ended in the minute whose output is not visible; null: not a mantle row")
          .add(
              "quota_output_tokens",
              LONG,
              CONTENT,
              "applied output tokens per minute of mantle; null: not configured or not mantle")),

  OBJECTS(
      "objects",
      1,
      "first_seen_at",
      List.of("revision"),
      "One row per source object, or span of a stream's shard: what was read of it, or why it could not be.",
      table()
          .add(
              "uri",
              STRING,
              KEY,
              "where the object is; of a span: shard#first..last sequence number")
          .add(
              "sha256",
              STRING,
              KEY,
              "of the decompressed bytes read, hex; of a span: of its payloads' SHA-256s in order; empty string: nothing could be read")
          .add(
              "kind",
              STRING,
              CONTENT,
              "cloudtrail, invocation-log, cloudtrail-lookup (management events only), directory, stream, probe-samples, canary (planted by Landfall) or unknown")
          .add("account", STRING, CONTENT, "account in the object's path; null: none")
          .add(
              "region",
              STRING,
              CONTENT,
              "Region in the object's path, or of the stream; null: none")
          .add(
              "covers_from_at",
              TIMESTAMP,
              CONTENT,
              "start of the day or hour in the path, UTC; null: none")
          .add("size_bytes", LONG, CONTENT, "bytes as stored")
          .add("raw_bytes", LONG, CONTENT, "bytes after decompression")
          .add(
              "records",
              LONG,
              CONTENT,
              "records read: witness + addendum + change + ignored + rejected")
          .add("witness_records", LONG, CONTENT, "records that are witnesses, repeats included")
          .add("addendum_records", LONG, CONTENT, "corrections, repeats included")
          .add("change_records", LONG, CONTENT, "logging or catalogue changes")
          .add("ignored_records", LONG, CONTENT, "records set aside by reason")
          .add("ignored_reasons", STRING, CONTENT, "reason to count, JSON, keys sorted")
          .add("rejected_records", LONG, CONTENT, "damaged places")
          .add("first_event_at", TIMESTAMP, CONTENT, "earliest event in it, UTC; null: none")
          .add("last_event_at", TIMESTAMP, CONTENT, "latest event in it, UTC; null: none")
          .add("status", STRING, CONTENT, "read, damaged, unreadable or empty")
          .add("reason", STRING, CONTENT, "why not read whole; null: it was")
          .add("modified_at", TIMESTAMP, ARRIVAL, "last-modified time, UTC")
          .add("first_seen_at", TIMESTAMP, ARRIVAL, "when we first saw it, UTC")
          .add("revision", LONG, ARRIVAL, "counts the changes of this row")),

  REJECTS(
      "rejects",
      1,
      "arrived_at",
      List.of("reason"),
      "One row per damaged place; the bytes themselves are never kept.",
      table()
          .add("uri", STRING, KEY, "object or stream position")
          .add("offset_bytes", LONG, KEY, "offset in the decompressed bytes")
          .add("reason", STRING, CONTENT, "stable reason id")
          .add("length_bytes", LONG, CONTENT, "bytes set aside, as far as read")
          .add("sha256", STRING, CONTENT, "of the bytes set aside as far as read, hex")
          .add("detail", STRING, CONTENT, "where and what, never the bytes")
          .add("arrived_at", TIMESTAMP, ARRIVAL, "when the bytes arrived, UTC")),

  LATE(
      "late",
      1,
      "event_at",
      List.of("evidence_hash"),
      "Witnesses that came after their call was forgotten; compaction merges them into it.",
      table()
          .add("partition", STRING, KEY, "AWS partition")
          .add("account", STRING, KEY, "account")
          .add("request_id", STRING, KEY, "request id")
          .add("kind", STRING, KEY, "API, COMPLETION or LOG")
          .add(
              "evidence_hash",
              STRING,
              KEY,
              "first 16 hex digits of the SHA-256 of the witness, form 1")
          .add("event_at", TIMESTAMP, CONTENT, "time of the record, UTC")
          .add("arrived_at", TIMESTAMP, ARRIVAL, "when its bytes arrived, UTC")
          .add("evidence", BYTES, ARRIVAL, "a call of this one witness, CallCodec form")),

  SURFACES(
      "surfaces",
      1,
      "seen_at",
      List.of("detail"),
      "Uses of Bedrock that no log attributes to a Region call by call.",
      table()
          .add("partition", STRING, KEY, "AWS partition")
          .add("account", STRING, KEY, "account")
          .add("region", STRING, KEY, "Region called")
          .add("event_id", STRING, KEY, "CloudTrail event id")
          .add(
              "surface",
              STRING,
              CONTENT,
              "batch, evaluation, async, bidirectional, agent, knowledge-base, guardrail, data-automation, flow, prompt or registry")
          .add("operation", STRING, CONTENT, "API operation as logged")
          .add("model_id", STRING, CONTENT, "model or profile named; null: none")
          .add("principal", STRING, CONTENT, "caller's ARN")
          .add("error_code", STRING, CONTENT, "error name; null: none")
          .add("detail", STRING, CONTENT, "job, agent or configuration id; null: none")
          .add("seen_at", TIMESTAMP, CONTENT, "event time, UTC")
          .add("uri", STRING, ARRIVAL, "object or stream position")
          .add("offset_bytes", LONG, ARRIVAL, "offset in the decompressed bytes")),

  PROBES(
      "probes",
      2,
      "sent_at",
      List.of("sample_id"),
      "One row per request the latency probe sent, whatever came of it.",
      table()
          .add("sample_id", STRING, KEY, "id of the sample")
          .add("request_id", STRING, CONTENT, "request id")
          .add("source_region", STRING, CONTENT, "Region called")
          .add(
              "total_ms",
              DOUBLE,
              CONTENT,
              "milliseconds from due time to the last byte or the failure")
          .add("sent_at", TIMESTAMP, CONTENT, "when it was sent, UTC")
          .add("run_id", STRING, CONTENT, "run of the probe that sent it")
          .add(
              "purpose",
              STRING,
              CONTENT,
              "measure, warm-up or window-test; latencies are made of measure alone")
          .add(
              "plan_sha256",
              STRING,
              CONTENT,
              "of the plan file, hex: samples of one plan can be compared")
          .add("target", STRING, CONTENT, "name of the target in the plan")
          .add(
              "partition",
              STRING,
              CONTENT,
              "AWS partition of the Region called; null: the catalogue does not know it")
          .add(
              "account",
              STRING,
              CONTENT,
              "account of the credentials, 12 digits; null: neither plan nor credentials say")
          .add("endpoint", STRING, CONTENT, "host, and port if stated, that was called")
          .add(
              "operation",
              STRING,
              CONTENT,
              "Converse, ConverseStream, InvokeModel or InvokeModelWithResponseStream")
          .add("streaming", BOOLEAN, CONTENT, "the operation streams")
          .add("model_id", STRING, CONTENT, "model or profile id as sent")
          .add("model", STRING, CONTENT, "base model id; null: the id does not tell")
          .add("profile", STRING, CONTENT, "inference profile id or ARN; null: none was used")
          .add(
              "connection",
              STRING,
              CONTENT,
              "as planned: cold opens a connection for each request, warm reuses one")
          .add(
              "connection_new",
              BOOLEAN,
              CONTENT,
              "a connection was opened for this request; null: not seen")
          .add(
              "cache",
              STRING,
              CONTENT,
              "as planned: cached marks the prompt for the prompt cache, uncached never repeats one")
          .add("prompt_tokens", LONG, CONTENT, "size of the prompt as planned, tokens, approximate")
          .add("max_tokens", LONG, CONTENT, "limit of the answer as sent, tokens")
          .add(
              "offered_rate",
              DOUBLE,
              CONTENT,
              "requests per second that the schedule offered when it was due")
          .add("due_at", TIMESTAMP, CONTENT, "when the schedule wanted it sent, UTC")
          .add(
              "wait_ms",
              DOUBLE,
              CONTENT,
              "milliseconds from due to sent; add it to the times from the send")
          .add(
              "dns_ms",
              DOUBLE,
              CONTENT,
              "milliseconds to look up the name; null: no connection was opened, or not seen")
          .add(
              "connect_ms",
              DOUBLE,
              CONTENT,
              "milliseconds of the TCP connect; null: no connection was opened, or not seen")
          .add(
              "tls_ms",
              DOUBLE,
              CONTENT,
              "milliseconds of the TLS handshake; null: none was made, or not seen")
          .add(
              "network_ms",
              DOUBLE,
              CONTENT,
              "milliseconds of a TCP connect measured apart, the newest before the send; null: none yet")
          .add(
              "first_byte_ms",
              DOUBLE,
              CONTENT,
              "milliseconds from the send to the first byte of the answer; null: none came")
          .add(
              "first_token_ms",
              DOUBLE,
              CONTENT,
              "milliseconds from the send to the first piece of text; null: not streaming, or none came")
          .add(
              "sent_total_ms",
              DOUBLE,
              CONTENT,
              "milliseconds from the send to the last byte or the failure")
          .add(
              "gap_count",
              LONG,
              CONTENT,
              "gaps between pieces of streamed text; null: not streaming")
          .add("gap_p50_ms", DOUBLE, CONTENT, "median gap, milliseconds; null: no gap")
          .add(
              "gap_p95_ms",
              DOUBLE,
              CONTENT,
              "95th percentile of the gaps, milliseconds; null: no gap")
          .add("gap_max_ms", DOUBLE, CONTENT, "longest gap, milliseconds; null: no gap")
          .add(
              "gaps_ms",
              STRING,
              CONTENT,
              "the first 256 gaps in order, milliseconds, comma separated; null: no gap")
          .add(
              "output_token_ms",
              DOUBLE,
              CONTENT,
              "milliseconds per output token after the first piece; null: not streaming, or tokens not said")
          .add(
              "service_ms",
              LONG,
              CONTENT,
              "latency that Bedrock itself states, milliseconds; null: not said")
          .add("input_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("output_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("cache_read_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("cache_write_tokens", LONG, CONTENT, "tokens; null: not said")
          .add("http_status", LONG, CONTENT, "status of the answer; null: no answer came")
          .add(
              "error_code",
              STRING,
              CONTENT,
              "error name as AWS gives it, or the kind of failure here; null: none")
          .add(
              "error_class",
              STRING,
              CONTENT,
              "throttled, denied, invalid, model, server, stream, timeout, network or local; null: no error")
          .add("throttled", BOOLEAN, CONTENT, "refused for a quota")
          .add(
              "cost_usd",
              DOUBLE,
              CONTENT,
              "US dollars by price and tokens; null: tokens not said")),

  CHANGES(
      "changes",
      1,
      "changed_at",
      List.of("detail"),
      "Changes of logging, profiles, policy and catalogue that bear on what can be shown.",
      table()
          .add("partition", STRING, KEY, "AWS partition")
          .add("account", STRING, KEY, "account")
          .add("region", STRING, KEY, "Region of the change")
          .add("event_id", STRING, KEY, "CloudTrail event id")
          .add(
              "change",
              STRING,
              CONTENT,
              "logging-off, logging-changed, trail-off, trail-changed, selectors-changed, profile-created, profile-deleted")
          .add("operation", STRING, CONTENT, "API operation as logged")
          .add("principal", STRING, CONTENT, "who, ARN")
          .add("error_code", STRING, CONTENT, "error name; null: it took effect")
          .add("subject", STRING, CONTENT, "trail, profile or configuration concerned; null: none")
          .add("detail", STRING, CONTENT, "what it was set to, without secrets; null: not said")
          .add("changed_at", TIMESTAMP, CONTENT, "event time, UTC")
          .add("uri", STRING, ARRIVAL, "object or stream position")
          .add("offset_bytes", LONG, ARRIVAL, "offset in the decompressed bytes")),

  CANARIES(
      "canaries",
      1,
      "planted_at",
      List.of("copies"),
      "One row per step of a planted breach; its calls and findings are in no other table, its"
          + " receipts are in deliveries under the alert id canary-<canary_id>.",
      table()
          .add("canary_id", STRING, KEY, "request id of the planted record")
          .add(
              "step",
              STRING,
              KEY,
              "planted, failed (could not be planted), read (by the job), told (every sink took it),"
                  + " missed (not told in time), or late and a hash (a record of it that came when it"
                  + " was forgotten)")
          .add("planted_at", TIMESTAMP, CONTENT, "when it was planted, UTC")
          .add("account", STRING, CONTENT, "account in its record")
          .add("source", STRING, CONTENT, "source it was planted in; null: the step does not know")
          .add(
              "within_ms",
              LONG,
              CONTENT,
              "milliseconds within which every sink is to take it; null: the step does not know")
          .add("reason", STRING, CONTENT, "why it failed or was missed; null: neither")
          .add(
              "breach",
              BOOLEAN,
              CONTENT,
              "the rules called it a breach; null: the step is not read")
          .add(
              "copies",
              LONG,
              CONTENT,
              "records of it read; null: the step is neither read nor late")
          .add(
              "arrived_at",
              TIMESTAMP,
              ARRIVAL,
              "when its last record arrived, UTC; null: not read")),

  CALLS_HOURLY(
      "calls_hourly",
      1,
      "hour_at",
      List.of("calls"),
      "The calls of a sealed day counted by hour; made by compaction from calls, never without"
          + " those of the day.",
      counts(table().add("hour_at", TIMESTAMP, KEY, "start of the hour of called_at, UTC"))),

  CALLS_DAILY(
      "calls_daily",
      1,
      "month_at",
      List.of("calls"),
      "The same by day; a file holds the sealed days of a month, so that a year is a few files.",
      counts(
          table()
              .add("month_at", TIMESTAMP, KEY, "start of the month, UTC")
              .add("day_at", TIMESTAMP, KEY, "start of the day of called_at, UTC"))),

  LATENCY_DAILY(
      "latency_daily",
      1,
      "month_at",
      List.of("calls"),
      "Every latency that the logs state, by day, exact to the millisecond; made by compaction"
          + " from calls, beside calls_daily.",
      table()
          .add("month_at", TIMESTAMP, KEY, "start of the month, UTC")
          .add("day_at", TIMESTAMP, KEY, "start of the day of called_at, UTC")
          .add("workload", STRING, KEY, "as in calls")
          .add("source_region", STRING, KEY, "as in calls")
          .add("inference_region", STRING, KEY, "as in calls")
          .add("model", STRING, KEY, "as in calls")
          .add("profile", STRING, KEY, "as in calls")
          .add("operation", STRING, KEY, "as in calls")
          .add("streaming", BOOLEAN, KEY, "as in calls")
          .add("ran", BOOLEAN, KEY, "the verdict is not NOT_RUN")
          .add("failed", BOOLEAN, KEY, "an error was logged")
          .add("probed", BOOLEAN, KEY, "calls that the latency probe made")
          .add("calls", LONG, CONTENT, "calls counted")
          .add("latency_unknown", LONG, CONTENT, "of these without latency_ms")
          .add(
              "latency_times",
              BYTES,
              CONTENT,
              "each latency_ms with how often it was met, PackedTimes form; null: none")
          .add("first_token_unknown", LONG, CONTENT, "of these without first_token_ms")
          .add(
              "first_token_times",
              BYTES,
              CONTENT,
              "each first_token_ms with how often it was met, PackedTimes form; null: none")),

  OBJECTS_DAILY(
      "objects_daily",
      1,
      "month_at",
      List.of("objects"),
      "The objects first seen on a sealed day, counted; made by compaction from objects. One that"
          + " was not read, or not read whole, has a row of its own.",
      table()
          .add("month_at", TIMESTAMP, KEY, "start of the month, UTC")
          .add("day_at", TIMESTAMP, KEY, "start of the day of first_seen_at, UTC")
          .add("kind", STRING, KEY, "as in objects")
          .add("account", STRING, KEY, "as in objects")
          .add("region", STRING, KEY, "as in objects")
          .add("status", STRING, KEY, "as in objects")
          .add("from_at", TIMESTAMP, KEY, "start of the day of the first event, else of the path")
          .add(
              "to_at", TIMESTAMP, KEY, "start of the day of the last event, else of the path's end")
          .add("speaks_at", TIMESTAMP, KEY, "start of the day whose hours they are of; null: none")
          .add("uri", STRING, KEY, "of one damaged or unreadable; else null")
          .add("sha256", STRING, KEY, "of one damaged or unreadable; else null")
          .add("reason", STRING, CONTENT, "of one damaged or unreadable; else null")
          .add("hours", LONG, CONTENT, "hours of speaks_at with a file: bit 0 is the first hour")
          .add("objects", LONG, CONTENT, "objects counted")
          .add("size_bytes", LONG, CONTENT, "sum; null: none states it")
          .add("raw_bytes", LONG, CONTENT, "sum; null: none states it")
          .add("records", LONG, CONTENT, "sum; null: none states it")
          .add("witness_records", LONG, CONTENT, "sum; null: none states it")
          .add("addendum_records", LONG, CONTENT, "sum; null: none states it")
          .add("change_records", LONG, CONTENT, "sum; null: none states it")
          .add("ignored_records", LONG, CONTENT, "sum; null: none states it")
          .add("rejected_records", LONG, CONTENT, "sum; null: none states it")
          .add("first_event_at", TIMESTAMP, CONTENT, "earliest, UTC; null: none")
          .add("last_event_at", TIMESTAMP, CONTENT, "latest, UTC; null: none")
          .add("first_seen_at", TIMESTAMP, ARRIVAL, "latest, UTC")
          .add(
              "ignored_reasons",
              STRING,
              CONTENT,
              "reason to count of the whole day, JSON, on its first row; null on the others")),

  OBJECT_KEYS(
      "object_keys",
      1,
      "month_at",
      List.of("object_key"),
      "Which objects a day of objects_daily has counted, so that a row of one of them elsewhere is"
          + " noticed; made with it.",
      table()
          .add("month_at", TIMESTAMP, KEY, "start of the month, UTC")
          .add("day_at", TIMESTAMP, KEY, "start of the day of first_seen_at, UTC")
          .add("object_key", LONG, KEY, "first 15 hex digits of the MD5 of uri, newline, sha256")),

  CALLS_MONTHLY(
      "calls_monthly",
      1,
      "month_at",
      List.of("calls"),
      "The rows of calls_daily by month and by fewer columns: what a page over a year adds up. It"
          + " stands for the days that days names, all together or not at all.",
      sums(
          keys(
                  table().add("month_at", TIMESTAMP, KEY, "start of the month, UTC"),
                  List.of(
                      "account",
                      "workload",
                      "source_region",
                      "inference_region",
                      "country",
                      "pairing",
                      "verdict",
                      "placement",
                      "policy_version",
                      "catalogue_version"))
              .add("probed", BOOLEAN, KEY, "calls that the latency probe made")
              .add("from_at", TIMESTAMP, CONTENT, "start of the first day counted, UTC")
              .add("days", LONG, CONTENT, "days of the month counted: bit 0 is the first"))),

  LATENCY_MONTHLY(
      "latency_monthly",
      1,
      "month_at",
      List.of("calls"),
      "The rows of latency_daily by month, beside calls_monthly and for the same days.",
      keys(
              table().add("month_at", TIMESTAMP, KEY, "start of the month, UTC"),
              List.of(
                  "workload", "source_region", "inference_region", "model", "profile", "operation"))
          .add("streaming", BOOLEAN, KEY, "as in calls")
          .add("ran", BOOLEAN, KEY, "the verdict is not NOT_RUN")
          .add("failed", BOOLEAN, KEY, "an error was logged")
          .add("probed", BOOLEAN, KEY, "calls that the latency probe made")
          .add("from_at", TIMESTAMP, CONTENT, "start of the first day counted, UTC")
          .add("days", LONG, CONTENT, "days of the month counted: bit 0 is the first")
          .add("calls", LONG, CONTENT, "calls counted")
          .add("latency_unknown", LONG, CONTENT, "of these without latency_ms")
          .add(
              "latency_times",
              BYTES,
              CONTENT,
              "each latency_ms with how often it was met, PackedTimes form; null: none")
          .add("first_token_unknown", LONG, CONTENT, "of these without first_token_ms")
          .add(
              "first_token_times",
              BYTES,
              CONTENT,
              "each first_token_ms with how often it was met, PackedTimes form; null: none")),

  QUOTA_DAILY(
      "quota_daily",
      1,
      "month_at",
      List.of("minutes"),
      "The minutes of a quota row on a sealed day added up, with those that came closest to its"
          + " quotas; made by compaction from quota_minutes. A file holds the days of a month.",
      table()
          .add("month_at", TIMESTAMP, KEY, "start of the month, UTC")
          .add("day_at", TIMESTAMP, KEY, "start of the day of minute_at, UTC")
          .add("account", STRING, KEY, "as in quota_minutes")
          .add("source_region", STRING, KEY, "as in quota_minutes")
          .add("model", STRING, KEY, "as in quota_minutes")
          .add("quota_row", STRING, KEY, "as in quota_minutes")
          .add("minutes", LONG, CONTENT, "minutes of the day in which the row was used")
          .add("limited_minutes", LONG, CONTENT, "of these with any applied quota")
          .add("settled_tokens", LONG, CONTENT, "sum; null: none states it")
          .add("requests", LONG, CONTENT, "sum; null: none states it")
          .add("throttled", LONG, CONTENT, "sum; null: none states it")
          .add("unset_max_tokens", LONG, CONTENT, "sum; null: none states it")
          .add("reserved_tokens", LONG, CONTENT, "sum; null: none states it")
          .add("unknown_settled", LONG, CONTENT, "sum; null: none states it")
          .add("unknown_reserved", LONG, CONTENT, "sum; null: none states it")
          .add("unknown_output", LONG, CONTENT, "sum; null: none states it")
          .add("quota_tokens_per_day", LONG, CONTENT, "greatest applied; null: none")
          .add(
              "busiest_at",
              TIMESTAMP,
              CONTENT,
              "first minute with the greatest peak_rolling_tokens / quota_tokens; where none has a"
                  + " quota, with the greatest peak_rolling_tokens")
          .add("peak_rolling_tokens", LONG, CONTENT, "of busiest_at")
          .add("quota_tokens", LONG, CONTENT, "of busiest_at")
          .add(
              "requested_at",
              TIMESTAMP,
              CONTENT,
              "the same minute of peak_requests and quota_requests")
          .add("peak_requests", LONG, CONTENT, "of requested_at")
          .add("quota_requests", LONG, CONTENT, "of requested_at")
          .add(
              "output_at",
              TIMESTAMP,
              CONTENT,
              "the same minute of output_tokens and quota_output_tokens")
          .add("peak_output_tokens", LONG, CONTENT, "output_tokens of output_at")
          .add("quota_output_tokens", LONG, CONTENT, "of output_at")),

  REMOVALS(
      "removals",
      1,
      "month_at",
      List.of("lake_version"),
      "What left the lake by retention, or was kept out of it, by table and day: the account of"
          + " what is not there any more.",
      table()
          .add("month_at", TIMESTAMP, KEY, "start of the month of day_at, UTC")
          .add("generation", LONG, KEY, "generation of the lake that it is of")
          .add(
              "act",
              STRING,
              KEY,
              "removed (by lake compact), left-out (of a replay) or kept-out (came for a day that"
                  + " had left; may hold one record several times)")
          .add("of_table", STRING, KEY, "table whose rows they were")
          .add("day_at", TIMESTAMP, KEY, "start of the day they were filed under, UTC")
          .add("lake_version", LONG, KEY, "version of the lake that stood when this was decided")
          .add("row_count", LONG, CONTENT, "rows, as stored")
          .add("stored_bytes", LONG, CONTENT, "bytes of their files")
          .add(
              "records",
              LONG,
              CONTENT,
              "log records that these rows accounted for, copies included; null: rows of this table"
                  + " account for none")
          .add("kept_from_at", TIMESTAMP, CONTENT, "start of the first day kept, UTC")
          .add(
              "retention",
              STRING,
              CONTENT,
              "retention.calls as it was then, such as 400d; null: a job kept it out, by the days"
                  + " that had left")
          .add(
              "as_of_at",
              TIMESTAMP,
              CONTENT,
              "settled time of the lake that the retention was counted back from, UTC; null: a job"
                  + " kept it out")
          .add("done_at", TIMESTAMP, ARRIVAL, "when, UTC"));

  private final String id;
  private final int version;
  private final String dayColumn;
  private final List<String> order;
  private final String doc;
  private final List<Column> columns;
  private final Map<String, Integer> positions; // rows are filled by name on the hot path

  LakeTable(
      String id, int version, String dayColumn, List<String> order, String doc, Builder columns) {
    this.id = id;
    this.version = version;
    this.dayColumn = dayColumn;
    this.order = order;
    this.doc = doc;
    this.columns = List.copyOf(columns.list);
    Map<String, Integer> byName = new HashMap<>();
    this.columns.forEach(column -> byName.put(column.name(), column.fieldId() - 1));
    this.positions = Map.copyOf(byName);
  }

  public String id() {
    return id;
  }

  public int version() {
    return version;
  }

  /** The TIMESTAMP column whose UTC day is the row's {@code dt}. */
  public String dayColumn() {
    return dayColumn;
  }

  /** Columns by which the greatest of several rows with one key is found, each descending. */
  public List<String> order() {
    return order;
  }

  public String doc() {
    return doc;
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * Whether compaction makes it of another table. Its rows say nothing that the other's do not, and
   * a reader takes them for a day only while the files of the day they were made of stand.
   */
  public boolean derived() {
    return switch (this) {
      case CALLS_HOURLY, CALLS_DAILY, LATENCY_DAILY, OBJECTS_DAILY, OBJECT_KEYS -> true;
      case CALLS_MONTHLY, LATENCY_MONTHLY, QUOTA_DAILY -> true;
      default -> false;
    };
  }

  /** Position of a column in a row; fails for a name the table does not have. */
  public int indexOf(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalArgumentException("table %s has no column '%s'".formatted(id, column));
    }
    return position;
  }

  public static LakeTable byId(String id) {
    for (LakeTable table : values()) {
      if (table.id.equals(id)) {
        return table;
      }
    }
    throw new IllegalArgumentException("no lake table '%s'".formatted(id));
  }

  private static Builder table() {
    return new Builder();
  }

  /** What calls are counted by, and what is counted: the same for every length of time. */
  private static Builder counts(Builder table) {
    return sums(
        keys(
                table,
                List.of(
                    "partition",
                    "account",
                    "workload",
                    "source_region",
                    "inference_region",
                    "country",
                    "pairing",
                    "verdict",
                    "placement",
                    "model",
                    "profile",
                    "quota_row",
                    "policy_version",
                    "catalogue_version"))
            .add("probed", BOOLEAN, KEY, "calls that the latency probe made"));
  }

  private static Builder keys(Builder table, List<String> columns) {
    columns.forEach(column -> table.add(column, STRING, KEY, "as in calls"));
    return table;
  }

  private static Builder sums(Builder table) {
    return table
        .add("calls", LONG, CONTENT, "calls counted")
        .add("breach_calls", LONG, CONTENT, "of these ground of a residency breach")
        .add("failed_calls", LONG, CONTENT, "of these with an error logged")
        .add("untold_calls", LONG, CONTENT, "of these whose tokens, in or out, nobody states")
        .add("input_tokens", LONG, CONTENT, "sum over the calls that state it; null: none does")
        .add("output_tokens", LONG, CONTENT, "sum over the calls that state it; null: none does")
        .add(
            "cache_read_tokens", LONG, CONTENT, "sum over the calls that state it; null: none does")
        .add(
            "cache_write_tokens",
            LONG,
            CONTENT,
            "sum over the calls that state it; null: none does")
        .add("burn_tokens", LONG, CONTENT, "sum over the calls that state it; null: none does")
        .add("witnesses", LONG, CONTENT, "kinds of record known, summed")
        .add("addenda", LONG, CONTENT, "corrections applied, summed")
        .add("copies", LONG, CONTENT, "all copies met, summed");
  }

  private static final class Builder {
    private final List<Column> list = new ArrayList<>();

    Builder add(String name, Column.Type type, Column.Role role, String doc) {
      list.add(new Column(list.size() + 1, name, type, role, doc));
      return this;
    }
  }
}
