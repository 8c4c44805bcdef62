package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeTarget.Connection;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * One SDK client per Region, endpoint and kind of connection; none ever tries again.
 *
 * <p>A warm connection is kept for the whole run; a cold one serves one request. Threads: made and
 * closed by one, used by many.
 */
final class ProbeClients implements AutoCloseable {
  private static final ExecutionAttribute<Exchange> EXCHANGE =
      new ExecutionAttribute<>("LandfallExchange");

  private final int concurrency;
  private final Duration timeout;
  private final NioEventLoopGroup threads = new NioEventLoopGroup(2);
  private final Map<String, BedrockRuntimeAsyncClient> clients = new HashMap<>();

  ProbeClients(int concurrency, Duration timeout) {
    this.concurrency = concurrency;
    this.timeout = timeout;
  }

  static ExecutionAttribute<Exchange> exchange() {
    return EXCHANGE;
  }

  BedrockRuntimeAsyncClient of(PlannedTarget target) {
    boolean cold = target.connection() == Connection.COLD;
    String key = target.region() + '|' + target.host() + '|' + cold;
    return clients.computeIfAbsent(
        key, k -> make(AwsAccess.in(target.region()).at(target.endpoint()), cold));
  }

  private BedrockRuntimeAsyncClient make(AwsAccess access, boolean cold) {
    WireTap tap = new WireTap(cold);
    var builder = AwsClients.common(BedrockRuntimeAsyncClient.builder(), access);
    builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .addExecutionInterceptor(new Marks(tap))
            .build());
    return builder
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                // Bedrock's client would take HTTP/2, on which requests share a connection and one
                // slow answer can hold up another: on HTTP/1.1 each is timed alone.
                .protocol(Protocol.HTTP1_1)
                .eventLoopGroup(SdkEventLoopGroup.create(threads, tap))
                .maxConcurrency(concurrency)
                .maxPendingConnectionAcquires(concurrency)
                .connectionTimeout(Duration.ofSeconds(10))
                .connectionAcquisitionTimeout(timeout)
                .readTimeout(timeout.plusSeconds(5))
                .useIdleConnectionReaper(false)
                .tcpKeepAlive(true))
        .build();
  }

  @Override
  public void close() {
    clients.values().forEach(BedrockRuntimeAsyncClient::close);
    threads.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
  }

  /** Ties a request to its timeline, and keeps what the answer's headers say. */
  private static final class Marks implements ExecutionInterceptor {
    private final WireTap tap;

    Marks(WireTap tap) {
      this.tap = tap;
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      Exchange exchange = attributes.getAttribute(EXCHANGE);
      if (exchange != null) {
        exchange.timeline().handedOver(System.nanoTime());
        context
            .httpRequest()
            .firstMatchingHeader(WireTap.INVOCATION)
            .ifPresent(
                id -> {
                  exchange.invokedAs(id, tap);
                  tap.await(id, exchange.timeline());
                });
      }
    }

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      Exchange exchange = attributes.getAttribute(EXCHANGE);
      if (exchange != null) {
        exchange.timeline().firstByte(System.nanoTime());
        exchange.answered(context.httpResponse());
      }
    }
  }
}
