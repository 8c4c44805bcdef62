package dev.landfall.core.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one record says of a call; content only, no provenance.
 *
 * <p>Units: times are epoch milliseconds UTC, tokens are counts, latencies milliseconds. Missing:
 * null always means "the record does not say", never zero and never "no". {@code inputTokens}
 * excludes cache reads and writes in the invocation log; whether CloudTrail's includes them is
 * unknown. {@code maxTokens} null with {@code bodyRead} true means the caller left it unset; with
 * {@code bodyRead} false the body was not there to look. Metadata holds only the keys that the
 * policy names. Prompts, completions, error messages and guardrail matches never reach this type.
 *
 * <p>Source: CloudTrail record contents (eventVersion 1.08 to 1.11); model invocation log,
 * schemaVersion 1.0.
 *
 * @param recordId CloudTrail {@code eventID}; null for the log, which has no record id
 * @param eventAt {@code eventTime} or {@code timestamp}
 * @param dataEvent this is the copy that a data-event selector adds, not the management event
 * @param guardrailBlocked the log's body carried the marker that a guardrail intervened
 * @param tier mantle's {@code service_tier}; where runtime events show it is unknown
 */
public record Statement(
    @Nullable String recordId,
    long eventAt,
    @Nullable String sourceRegion,
    @Nullable String operation,
    Endpoint endpoint,
    @Nullable String modelId,
    @Nullable String principal,
    @Nullable String errorCode,
    @Nullable String inferenceRegion,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Long maxTokens,
    boolean bodyRead,
    @Nullable Long latencyMs,
    @Nullable Long firstTokenMs,
    boolean guardrailBlocked,
    boolean dataEvent,
    @Nullable String tier,
    @Nullable Boolean vpcEndpoint,
    @Nullable Boolean bearerToken,
    SortedMap<String, String> metadata) {

  public static final SortedMap<String, String> NO_METADATA = Collections.emptySortedMap();

  public Statement {
    metadata =
        metadata.isEmpty()
            ? NO_METADATA
            : Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /** A mutable draft to fill while parsing; reuse it after {@link #build()} with {@link #clear}. */
  public static final class Draft {
    public @Nullable String recordId;
    public long eventAt;
    public @Nullable String sourceRegion;
    public @Nullable String operation;
    public Endpoint endpoint = Endpoint.RUNTIME;
    public @Nullable String modelId;
    public @Nullable String principal;
    public @Nullable String errorCode;
    public @Nullable String inferenceRegion;
    public @Nullable Long inputTokens;
    public @Nullable Long outputTokens;
    public @Nullable Long cacheReadTokens;
    public @Nullable Long cacheWriteTokens;
    public @Nullable Long maxTokens;
    public boolean bodyRead;
    public @Nullable Long latencyMs;
    public @Nullable Long firstTokenMs;
    public boolean guardrailBlocked;
    public boolean dataEvent;
    public @Nullable String tier;
    public @Nullable Boolean vpcEndpoint;
    public @Nullable Boolean bearerToken;
    public final SortedMap<String, String> metadata = new TreeMap<>();

    public void clear() {
      recordId = null;
      eventAt = 0;
      sourceRegion = null;
      operation = null;
      endpoint = Endpoint.RUNTIME;
      modelId = null;
      principal = null;
      errorCode = null;
      inferenceRegion = null;
      inputTokens = null;
      outputTokens = null;
      cacheReadTokens = null;
      cacheWriteTokens = null;
      maxTokens = null;
      bodyRead = false;
      latencyMs = null;
      firstTokenMs = null;
      guardrailBlocked = false;
      dataEvent = false;
      tier = null;
      vpcEndpoint = null;
      bearerToken = null;
      metadata.clear();
    }

    public Statement build() {
      return new Statement(
          recordId,
          eventAt,
          sourceRegion,
          operation,
          endpoint,
          modelId,
          principal,
          errorCode,
          inferenceRegion,
          inputTokens,
          outputTokens,
          cacheReadTokens,
          cacheWriteTokens,
          maxTokens,
          bodyRead,
          latencyMs,
          firstTokenMs,
          guardrailBlocked,
          dataEvent,
          tier,
          vpcEndpoint,
          bearerToken,
          metadata);
    }
  }
}
