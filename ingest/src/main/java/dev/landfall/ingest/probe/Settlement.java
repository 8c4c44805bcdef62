package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeAnswer;
import dev.landfall.core.probe.ProbeErrorClass;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.ingest.probe.SpendLedger.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a reservation becomes once the request has ended.
 *
 * <p>The tokens of an answer that came whole count as stated. Those of one that broke off do not:
 * Anthropic's streams begin with the counts so far, one token of output, and the true ones come
 * last. A request that AWS refused before it ran costs nothing (an inference: AWS bills tokens
 * processed). Of everything else (a timeout, a cut stream, a fault at AWS's end) the cost is not
 * known, and the whole reservation stays spent.
 */
final class Settlement {
  private Settlement() {}

  static Outcome of(ProbeSample sample, long reservedTokens, long reservedNanoUsd) {
    ProbeAnswer answer = sample.answer();
    Long in = answer.inputTokens();
    Long out = answer.outputTokens();
    Double cost = answer.costUsd();
    if (answer.errorClass() == null && in != null && out != null && cost != null) {
      long tokens = in + out + zero(answer.cacheReadTokens()) + zero(answer.cacheWriteTokens());
      return new Outcome(sample.id(), tokens, Math.round(cost * 1e9));
    }
    return refused(answer.errorClass(), answer.httpStatus())
        ? new Outcome(sample.id(), 0L, 0L)
        : new Outcome(sample.id(), reservedTokens, reservedNanoUsd);
  }

  private static boolean refused(@Nullable ProbeErrorClass kind, @Nullable Integer status) {
    return kind == ProbeErrorClass.LOCAL
        || status != null
            && status != 200
            && (kind == ProbeErrorClass.THROTTLED
                || kind == ProbeErrorClass.DENIED
                || kind == ProbeErrorClass.INVALID);
  }

  private static long zero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
