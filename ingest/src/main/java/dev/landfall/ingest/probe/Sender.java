package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.probe.ProbeAnswer;
import dev.landfall.core.probe.ProbeErrorClass;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.core.probe.ProbeTarget;
import dev.landfall.core.probe.ProbeTiming;
import dev.landfall.core.probe.TokenGaps;
import dev.landfall.core.probe.TokenPrices;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Sends one request and turns what came of it into a sample. Threads: safe. */
final class Sender {
  private final BedrockCaller caller;
  private final Catalogue catalogue;
  private final RoundTrips roundTrips;
  private final String runId;
  private final String planSha256;
  private final @Nullable String account;

  /**
   * One request with its text and its place in the run.
   *
   * @param dueNanos on the clock of {@link System#nanoTime}
   * @param dueMicros the same moment, epoch microseconds
   */
  record Shot(
      String id,
      PlannedTarget target,
      Prompt prompt,
      int maxTokens,
      ProbePurpose purpose,
      double rate,
      long dueNanos,
      long dueMicros,
      TokenPrices prices) {}

  Sender(
      BedrockCaller caller,
      Catalogue catalogue,
      RoundTrips roundTrips,
      String runId,
      String planSha256,
      @Nullable String account) {
    this.caller = caller;
    this.catalogue = catalogue;
    this.roundTrips = roundTrips;
    this.runId = runId;
    this.planSha256 = planSha256;
    this.account = account;
  }

  /** Sends now; {@code done} is told once, on a thread of the SDK or on the caller's. */
  @SuppressWarnings("FutureReturnValueIgnored") // what a listener throws has nowhere to go
  void send(Shot shot, Consumer<ProbeSample> done) {
    Exchange exchange = new Exchange(new Timeline(System.nanoTime()));
    CompletableFuture<?> answer;
    try {
      answer = caller.send(shot.target(), shot.prompt(), shot.maxTokens(), exchange);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (ignored, thrown) -> {
          long now = System.nanoTime();
          exchange.ended();
          done.accept(sample(shot, exchange, thrown, now));
        });
  }

  private ProbeSample sample(
      Shot shot, Exchange exchange, @Nullable Throwable thrown, long endedAt) {
    Timeline line = exchange.timeline();
    boolean streaming = shot.target().operation().streaming();
    Integer status = exchange.status();
    Failure failure = thrown == null ? null : Failure.of(thrown, status != null && status == 200);
    if (thrown != null) {
      SdkServiceException refused = Failure.service(thrown);
      exchange.requestId(refused == null ? null : refused.requestId());
    }
    double[] gaps = line.gapsMs();
    ProbeTiming timing =
        new ProbeTiming(
            shot.dueMicros(),
            (line.sent() - shot.dueNanos()) / 1e6,
            line.newConnection(),
            line.dnsMs(),
            line.connectMs(),
            line.tlsMs(),
            roundTrips.newest(shot.target()),
            line.firstByteMs(),
            streaming ? line.firstPieceMs() : null,
            line.totalMs(endedAt),
            streaming ? TokenGaps.of(gaps) : null,
            streaming ? perToken(gaps, exchange.output()) : null);
    return new ProbeSample(
        shot.id(),
        runId,
        shot.purpose(),
        planSha256,
        target(shot),
        shot.rate(),
        timing,
        answer(shot, exchange, failure));
  }

  private static ProbeAnswer answer(Shot shot, Exchange exchange, @Nullable Failure failure) {
    Long cost = failure == null ? cost(exchange, shot.prices()) : null;
    ProbeErrorClass kind = failure == null ? null : failure.kind();
    return new ProbeAnswer(
        exchange.requestId(),
        exchange.status(),
        failure == null ? null : failure.code(),
        kind,
        exchange.serviceMs(),
        exchange.input(),
        exchange.output(),
        exchange.cacheRead(),
        exchange.cacheWrite(),
        cost == null ? null : cost / 1e9);
  }

  /** Nano-dollars of a whole answer; null: it did not state its tokens. */
  static @Nullable Long cost(Exchange exchange, TokenPrices prices) {
    Long in = exchange.input();
    Long out = exchange.output();
    return in == null || out == null
        ? null
        : (Long) prices.cost(in, out, zero(exchange.cacheRead()), zero(exchange.cacheWrite()));
  }

  private ProbeTarget target(Shot shot) {
    PlannedTarget planned = shot.target();
    return new ProbeTarget(
        planned.name(),
        planned.region(),
        catalogue.partition(planned.region()),
        account,
        planned.host(),
        planned.operation(),
        planned.modelId(),
        planned.connection(),
        planned.cache(),
        planned.promptTokens(),
        shot.maxTokens());
  }

  private static @Nullable Double perToken(double[] gaps, @Nullable Long outputTokens) {
    if (outputTokens == null || outputTokens < 2 || gaps.length == 0) {
      return null;
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += gap;
    }
    return sum / (outputTokens - 1);
  }

  /** A count that an answer with counts left out. */
  private static long zero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
