package dev.landfall.core.probe;

import org.jspecify.annotations.Nullable;

/**
 * What came back, without a word of the answer itself.
 *
 * <p>Missing: a null request id or status means that no answer came; null tokens and latency mean
 * that the answer did not say, never zero; a null error means that there was none.
 *
 * @param requestId {@code x-amzn-requestid}: CloudTrail's {@code requestID}, the log's {@code
 *     requestId}
 * @param serviceMs latency that Bedrock states itself, milliseconds
 * @param costUsd by the price in force and the tokens stated
 */
public record ProbeAnswer(
    @Nullable String requestId,
    @Nullable Integer httpStatus,
    @Nullable String errorCode,
    @Nullable ProbeErrorClass errorClass,
    @Nullable Long serviceMs,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Double costUsd) {

  public boolean throttled() {
    return errorClass == ProbeErrorClass.THROTTLED;
  }
}
