package dev.landfall.core.probe;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * One request of the probe and what came of it.
 *
 * <p>Shape: one per request sent, warm-up and failures too; {@code id} is unique. Units and the
 * meaning of absence are those of the columns of {@link LakeTable#PROBES}, of which {@link #row} is
 * the one place that fills them. Holds no prompt and no answer.
 *
 * @param id run id, a dash, and the number of the request in its run
 * @param planSha256 of the plan file, hex
 * @param offeredRate requests per second that the schedule offered when it was due
 */
public record ProbeSample(
    String id,
    String runId,
    ProbePurpose purpose,
    String planSha256,
    ProbeTarget target,
    double offeredRate,
    ProbeTiming timing,
    ProbeAnswer answer) {

  public LakeRow row() {
    LakeRow row =
        new LakeRow(LakeTable.PROBES)
            .set("sample_id", id)
            .set("run_id", runId)
            .set("purpose", purpose.id())
            .set("plan_sha256", planSha256)
            .set("offered_rate", offeredRate);
    fillTarget(row);
    fillTiming(row);
    fillAnswer(row);
    return row;
  }

  private void fillTarget(LakeRow row) {
    ModelRef ref = target.ref();
    row.set("target", target.name())
        .set("source_region", target.region())
        .set("partition", target.partition())
        .set("account", target.account())
        .set("endpoint", target.endpoint())
        .set("operation", target.operation().id())
        .set("streaming", target.operation().streaming())
        .set("model_id", target.modelId())
        .set("model", ref.model())
        .set("profile", ref.profile())
        .set("connection", target.connection().id())
        .set("cache", target.cache().id())
        .set("prompt_tokens", target.promptTokens())
        .set("max_tokens", target.maxTokens());
  }

  private void fillTiming(LakeRow row) {
    row.set("due_at", timing.dueAtMicros())
        .set("sent_at", timing.sentAtMicros())
        .set("wait_ms", round(timing.waitMs()))
        .set("total_ms", round(timing.totalMs()))
        .set("sent_total_ms", round(timing.sentTotalMs()))
        .set("connection_new", timing.connectionNew())
        .set("dns_ms", round(timing.dnsMs()))
        .set("connect_ms", round(timing.connectMs()))
        .set("tls_ms", round(timing.tlsMs()))
        .set("network_ms", round(timing.networkMs()))
        .set("first_byte_ms", round(timing.firstByteMs()))
        .set("first_token_ms", round(timing.firstTokenMs()))
        .set("output_token_ms", round(timing.outputTokenMs()));
    TokenGaps gaps = timing.gaps();
    if (gaps != null) {
      row.set("gap_count", gaps.count())
          .set("gap_p50_ms", round(gaps.p50Ms()))
          .set("gap_p95_ms", round(gaps.p95Ms()))
          .set("gap_max_ms", round(gaps.maxMs()))
          .set("gaps_ms", gaps.firstMs());
    }
  }

  private void fillAnswer(LakeRow row) {
    Integer status = answer.httpStatus();
    ProbeErrorClass errorClass = answer.errorClass();
    row.set("request_id", answer.requestId())
        .set("http_status", status == null ? null : (Object) status.longValue())
        .set("error_code", answer.errorCode())
        .set("error_class", errorClass == null ? null : errorClass.id())
        .set("throttled", answer.throttled())
        .set("service_ms", answer.serviceMs())
        .set("input_tokens", answer.inputTokens())
        .set("output_tokens", answer.outputTokens())
        .set("cache_read_tokens", answer.cacheReadTokens())
        .set("cache_write_tokens", answer.cacheWriteTokens())
        .set("cost_usd", answer.costUsd());
  }

  /** To the microsecond: finer is noise. */
  private static @Nullable Double round(@Nullable Double ms) {
    return ms == null ? null : Math.round(ms * 1000) / 1000.0;
  }
}
