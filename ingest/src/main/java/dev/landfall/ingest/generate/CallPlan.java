package dev.landfall.ingest.generate;

import org.jspecify.annotations.Nullable;

/**
 * One call as the scenario decides it, and everything its records will say.
 *
 * <p>A mutable bag, not a record: it is filled in steps by chance and plants, then only read.
 * Identifiers and text are derived from {@code seed} when a record is written, so that a repeat of
 * a record is the same bytes and a waiting call costs little memory. Units: milliseconds, tokens.
 */
final class CallPlan {
  final Lane lane;
  final long seed;
  final long startMs;
  Op op;
  int session;

  long latencyMs;
  long firstTokenMs;

  @Nullable String error;
  boolean guardrail;

  boolean hasApi = true;
  boolean hasCompletion;
  boolean hasLog;

  @Nullable String apiRegion;
  @Nullable String completionRegion;
  @Nullable String logRegion;

  /** What a later CloudTrail record corrects the API event's Region to; null: no correction. */
  @Nullable String amendedRegion;

  boolean apiTokens;
  boolean completionTokens;
  boolean logTokens;
  long input;
  long output;
  long cacheRead;
  long cacheWrite;

  /** The log has the two cache counts, even if zero. */
  boolean cacheSaid;

  /** 0: the caller left it unset. */
  int maxTokens;

  boolean lateTrail;
  boolean lateLog;
  boolean repeatApi;
  boolean repeatCompletion;
  boolean repeatLog;

  /** The trail's data-event selector adds a copy of each of its two records. */
  boolean dataCopies;

  boolean metadata;
  boolean bodyInS3;
  @Nullable String planted;

  CallPlan(Lane lane, Op op, long seed, long startMs) {
    this.lane = lane;
    this.op = op;
    this.seed = seed;
    this.startMs = startMs;
  }

  long endMs() {
    return startMs + latencyMs;
  }

  /** Event time of the API record: a stream's is written when it begins to answer. */
  long apiSecond() {
    return Math.floorDiv(op.streams() && error == null ? startMs + firstTokenMs : endMs(), 1000L);
  }

  long completionSecond() {
    return Math.floorDiv(endMs(), 1000L);
  }

  long logSecond() {
    return Math.floorDiv(startMs, 1000L);
  }

  /** The log's body was written and says how long the call took. */
  boolean latencyLogged() {
    return hasLog && error == null && !guardrail && lane.bodies() && op.tellsLatency();
  }

  boolean canary() {
    return (seed & 7) == 0;
  }

  /** Some of CloudTrail's records carry the account only in the identity. */
  boolean saysRecipient() {
    return (seed >>> 8 & 63) != 0;
  }
}
