package dev.landfall.core.probe;

import org.jspecify.annotations.Nullable;

/**
 * When a request was due, sent and answered.
 *
 * <p>Units: {@code …Micros} are epoch microseconds UTC, {@code …Ms} are milliseconds measured on a
 * monotonic clock. All but {@code waitMs}, {@code dnsMs}, {@code connectMs}, {@code tlsMs} and
 * {@code networkMs} count from the send, when the signed request was handed to its connection; with
 * {@code waitMs} added they count from the due time, which is what a user who does not wait for
 * others would have felt. Missing: null means not seen or did not happen, see {@code
 * LakeTable.PROBES}; gaps are null unless the operation streams.
 */
public record ProbeTiming(
    long dueAtMicros,
    double waitMs,
    @Nullable Boolean connectionNew,
    @Nullable Double dnsMs,
    @Nullable Double connectMs,
    @Nullable Double tlsMs,
    @Nullable Double networkMs,
    @Nullable Double firstByteMs,
    @Nullable Double firstTokenMs,
    double sentTotalMs,
    @Nullable TokenGaps gaps,
    @Nullable Double outputTokenMs) {

  public long sentAtMicros() {
    return dueAtMicros + Math.round(waitMs * 1000);
  }

  /** From the due time to the last byte or the failure. */
  public double totalMs() {
    return waitMs + sentTotalMs;
  }
}
