package dev.landfall.reports.explain;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Call;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.Words;
import dev.landfall.reports.explain.Story.Chapter;
import dev.landfall.reports.explain.Story.Draft;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells one call: what it was, who says so, where it ran, what it may and what it cost. */
final class CallStory {
  static final Sql FINDINGS = Sql.of(CallStory.class, "call_findings");
  static final Sql QUOTA_MINUTE = Sql.of(CallStory.class, "quota_minute");
  static final Sql LATE = Sql.of(CallStory.class, "late");

  private final LakeSession session;
  private final Row call;
  private final @Nullable PolicyHistory policy;

  CallStory(LakeSession session, Row call, @Nullable PolicyHistory policy) {
    this.session = session;
    this.call = call;
    this.policy = policy;
  }

  Story tell() {
    return new Story(
        "call",
        String.valueOf(call.text("request_id")),
        headline(),
        List.of(called(), witnesses(), landed(), allowed(), quota(), findings(), late()));
  }

  private String headline() {
    String region = call.text("inference_region");
    String where =
        region == null
            ? "ran in a Region that is not shown"
            : "ran in "
                + region
                + (call.text("country") == null ? "" : " (" + call.text("country") + ")");
    if ("NOT_RUN".equals(call.text("verdict"))) {
      where = "was refused before a model ran";
    }
    return "%s of %s from %s by account %s %s: %s"
        .formatted(
            said(call.text("operation"), "A call"),
            said(call.text("model_id"), "a model that is not said"),
            said(call.text("source_region"), "a Region that is not said"),
            call.text("account"),
            where,
            call.text("verdict"));
  }

  private Chapter called() {
    return new Draft("call", "The call")
        .fact("request_id", "request id", call.text("request_id"))
        .fact("partition", "partition", call.text("partition"))
        .fact("account", "account", call.text("account"))
        .fact("principal", "caller", call.text("principal"))
        .fact("operation", "operation", call.text("operation"))
        .fact("streaming", "streaming", call.get("streaming"))
        .fact("endpoint", "endpoint", call.text("endpoint"))
        .fact("source_region", "called in", call.text("source_region"))
        .fact("model_id", "model id as written", call.text("model_id"))
        .fact("model", "model", call.text("model"))
        .fact("profile", "profile", call.text("profile"))
        .fact("profile_kind", "the id names", call.text("profile_kind"))
        .fact("called_at", "called at", call.time("called_at"))
        .fact("completed_at", "ended at", call.time("completed_at"))
        .fact("latency_ms", "latency, ms", call.number("latency_ms"))
        .fact("first_token_ms", "first token, ms", call.number("first_token_ms"))
        .fact("error_code", "error", call.text("error_code"))
        .done();
  }

  private Chapter witnesses() {
    Draft draft =
        new Draft("witnesses", "Who says so")
            .fact("pairing", "pairing", call.text("pairing"))
            .fact("revision", "state", call.text("revision"))
            .fact("witness_kinds", "kinds of record", call.number("witnesses"))
            .fact("addenda", "corrections", call.number("addenda"))
            .fact("copies", "copies met", call.number("copies"))
            .fact("first_arrived_at", "first arrived", call.time("first_arrived_at"))
            .fact("last_arrived_at", "last arrived", call.time("last_arrived_at"));
    byte[] evidence = call.bytes("evidence");
    if (evidence == null) {
      return draft.fact("evidence", "records", "not kept in this row").done();
    }
    Call decoded;
    try {
      decoded = CallCodec.decode(evidence);
    } catch (IllegalStateException newer) {
      return draft.fact("evidence", "records", "not readable here: " + newer.getMessage()).done();
    }
    return draft
        .table(WitnessTables.witnesses(decoded))
        .table(WitnessTables.places(decoded))
        .done();
  }

  private Chapter landed() {
    return new Draft("landing", "Where it ran")
        .fact("verdict", "verdict", call.text("verdict"))
        .fact("why", "why", VerdictText.why(call))
        .fact("verdict_reason", "reason", call.text("verdict_reason"))
        .fact("inference_region", "ran in", call.text("inference_region"))
        .fact("country", "country", call.text("country"))
        .fact("trail_regions", "CloudTrail names", call.text("trail_regions"))
        .fact("log_regions", "the invocation log names", call.text("log_regions"))
        .fact("bounded_regions", "catalogue's destinations", call.text("bounded_regions"))
        .fact("outside_catalogue", "outside the catalogue", call.get("outside_catalogue"))
        .fact("catalogue_version", "catalogue", call.text("catalogue_version"))
        .done();
  }

  private Chapter allowed() {
    Draft draft =
        new Draft("policy", "What was allowed")
            .fact("policy_version", "policy", call.text("policy_version"))
            .fact("workload", "workload", call.text("workload"));
    Instant at = call.time("called_at");
    if (policy != null && at != null) {
      Policy then = policy.at(at.toEpochMilli());
      boolean same = then.version().equals(call.text("policy_version"));
      draft.fact("allowed", "allowed places", same ? places(then) : "judged by another policy");
    }
    return draft
        .fact("placement", "placement", call.text("placement"))
        .fact("placement_why", "which means", VerdictText.placement(call))
        .done();
  }

  private String places(Policy then) {
    String workload = call.text("workload");
    return then.workloads().stream()
        .filter(candidate -> candidate.id().equals(workload))
        .map(Workload::allowed)
        .findFirst()
        .orElse(then.defaultAllowed())
        .text();
  }

  private Chapter quota() {
    Draft draft =
        new Draft("quota", "What it took from the quota")
            .fact("quota_row", "quota", call.text("quota_row"))
            .fact("input_tokens", "input tokens", call.number("input_tokens"))
            .fact("output_tokens", "output tokens", call.number("output_tokens"))
            .fact("cache_read_tokens", "cache read tokens", call.number("cache_read_tokens"))
            .fact("cache_write_tokens", "cache write tokens", call.number("cache_write_tokens"))
            .fact("max_tokens", "max_tokens", call.number("max_tokens"))
            .fact("max_tokens_basis", "max_tokens is", call.text("max_tokens_basis"))
            .fact("burndown", "burndown", call.number("burndown"))
            .fact("reserved_tokens", "reserved at the start", call.number("reserved_tokens"))
            .fact("burn_tokens", "settled at the end", call.number("burn_tokens"))
            .fact("arithmetic", "since", arithmetic());
    return draft.table(minute()).done();
  }

  private @Nullable String arithmetic() {
    Long input = call.number("input_tokens");
    Long output = call.number("output_tokens");
    Long rate = call.number("burndown");
    if (input == null || output == null || rate == null || call.number("burn_tokens") == null) {
      return null;
    }
    return "%s input + %s cache write + %s output x %s = %s; cache reads are free"
        .formatted(
            Words.number(input),
            Words.number(call.count("cache_write_tokens")),
            Words.number(output),
            Words.number(rate),
            Words.number(call.count("burn_tokens")));
  }

  private ReportTable minute() {
    boolean known = call.text("quota_row") != null && call.text("model") != null;
    List<Row> rows = known && call.text("source_region") != null ? minuteRows() : List.of();
    return ReportTable.of(
        "minute",
        "The minute in which it ended",
        "",
        List.of(
            ReportColumn.time("minute_at", "Minute"),
            ReportColumn.count("settled_tokens", "Settled", "tokens"),
            ReportColumn.count("peak_rolling_tokens", "Peak in 60 s", "tokens"),
            ReportColumn.count("peak_reserved_tokens", "Peak reserved", "tokens"),
            ReportColumn.count("requests", "Requests", ""),
            ReportColumn.count("throttled", "Throttled", ""),
            ReportColumn.count("quota_tokens", "Quota", "tokens/min")),
        rows);
  }

  private List<Row> minuteRows() {
    return session.rows(
        QUOTA_MINUTE,
        bind("account"),
        bind("source_region"),
        bind("model"),
        bind("quota_row"),
        Objects.requireNonNull(call.time("completed_at")).atOffset(ZoneOffset.UTC));
  }

  private Chapter findings() {
    return new Draft("findings", "What it is ground for")
        .fact("rules", "rules", call.text("rules"))
        .table(
            ReportTable.of(
                "findings",
                "Findings",
                "",
                List.of(
                    ReportColumn.text("finding_id", "Finding"),
                    ReportColumn.text("rule", "Rule"),
                    ReportColumn.text("severity", "Severity"),
                    ReportColumn.text("status", "Status"),
                    ReportColumn.count("occurrences", "Occurrences", ""),
                    ReportColumn.text("headline", "What")),
                session.rows(FINDINGS, bind("partition"), bind("account"), bind("request_id"))))
        .done();
  }

  private Chapter late() {
    List<Row> rows = session.rows(LATE, bind("partition"), bind("account"), bind("request_id"));
    return new Draft("late", "What came too late")
        .fact("records", "records waiting to be merged", (long) rows.size())
        .table(WitnessTables.late(rows))
        .done();
  }

  private Object bind(String column) {
    return Objects.requireNonNull(call.text(column), column);
  }

  private static String said(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
