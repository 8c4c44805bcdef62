package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseMetrics;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetrics;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/**
 * Sends one request by its operation and marks the moments of its answer.
 *
 * <p>Every request is marked {@code landfall-probe} with its run: in the field {@code
 * requestMetadata} of the Converse operations and in the header {@code
 * X-Amzn-Bedrock-Request-Metadata} of the others (Bedrock user guide, request metadata). The
 * answer's text is dropped where it arrives.
 */
final class BedrockCaller {
  static final String MARK = "landfall-probe";
  private static final String METADATA_HEADER = "X-Amzn-Bedrock-Request-Metadata";

  private final ProbeClients clients;
  private final Catalogue catalogue;
  private final String runId;
  private final Duration timeout;

  BedrockCaller(ProbeClients clients, Catalogue catalogue, String runId, Duration timeout) {
    this.clients = clients;
    this.catalogue = catalogue;
    this.runId = runId;
    this.timeout = timeout;
  }

  /** Starts the request; the future ends with the answer, or with what went wrong. */
  CompletableFuture<?> send(PlannedTarget target, Prompt prompt, int maxTokens, Exchange exchange) {
    BedrockRuntimeAsyncClient client = clients.of(target);
    return switch (target.operation()) {
      case CONVERSE ->
          client
              .converse(
                  r ->
                      r.modelId(target.modelId())
                          .messages(message(prompt))
                          .inferenceConfig(c -> c.maxTokens(maxTokens))
                          .requestMetadata(Map.of(MARK, runId))
                          .overrideConfiguration(options(exchange, false)))
              .thenAccept(answer -> read(answer, exchange));
      case CONVERSE_STREAM ->
          client.converseStream(
              r ->
                  r.modelId(target.modelId())
                      .messages(message(prompt))
                      .inferenceConfig(c -> c.maxTokens(maxTokens))
                      .requestMetadata(Map.of(MARK, runId))
                      .overrideConfiguration(options(exchange, false)),
              converseHandler(exchange));
      case INVOKE_MODEL ->
          client
              .invokeModel(
                  r ->
                      r.modelId(target.modelId())
                          .contentType("application/json")
                          .accept("application/json")
                          .body(body(target, prompt, maxTokens))
                          .overrideConfiguration(options(exchange, true)))
              .thenAccept(answer -> AnswerReader.read(answer.body().asByteArrayUnsafe(), exchange));
      case INVOKE_MODEL_STREAM ->
          client.invokeModelWithResponseStream(
              r ->
                  r.modelId(target.modelId())
                      .contentType("application/json")
                      .accept("application/json")
                      .body(body(target, prompt, maxTokens))
                      .overrideConfiguration(options(exchange, true)),
              invokeHandler(exchange));
    };
  }

  private AwsRequestOverrideConfiguration options(Exchange exchange, boolean markInHeader) {
    AwsRequestOverrideConfiguration.Builder options =
        AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(timeout)
            .putExecutionAttribute(ProbeClients.exchange(), exchange);
    if (markInHeader) {
      options.putHeader(METADATA_HEADER, "{\"" + MARK + "\":\"" + runId + "\"}");
    }
    return options.build();
  }

  private SdkBytes body(PlannedTarget target, Prompt prompt, int maxTokens) {
    BodyStyle style =
        Objects.requireNonNull(
            BodyStyle.of(target.ref(), catalogue), "the plan refuses models of unknown style");
    return SdkBytes.fromByteArrayUnsafe(InvokeBody.of(style, prompt, maxTokens));
  }

  private static Message message(Prompt prompt) {
    List<ContentBlock> content = new ArrayList<>();
    String cached = prompt.cached();
    if (cached != null) {
      content.add(ContentBlock.fromText(cached));
      content.add(ContentBlock.fromCachePoint(c -> c.type(CachePointType.DEFAULT)));
    }
    content.add(ContentBlock.fromText(prompt.rest()));
    return Message.builder().role(ConversationRole.USER).content(content).build();
  }

  private static ConverseStreamResponseHandler converseHandler(Exchange exchange) {
    return ConverseStreamResponseHandler.builder()
        .onResponse(answer -> exchange.requestId(answer.responseMetadata().requestId()))
        .subscriber(
            ConverseStreamResponseHandler.Visitor.builder()
                .onContentBlockDelta(delta -> exchange.timeline().piece(System.nanoTime()))
                .onMetadata(metadata -> read(metadata, exchange))
                .build())
        .build();
  }

  private static InvokeModelWithResponseStreamResponseHandler invokeHandler(Exchange exchange) {
    return InvokeModelWithResponseStreamResponseHandler.builder()
        .onResponse(answer -> exchange.requestId(answer.responseMetadata().requestId()))
        .subscriber(
            InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                .onChunk(
                    chunk -> {
                      long now = System.nanoTime();
                      if (AnswerReader.read(chunk.bytes().asByteArrayUnsafe(), exchange)) {
                        exchange.timeline().piece(now);
                      }
                    })
                .build())
        .build();
  }

  private static void read(ConverseResponse answer, Exchange exchange) {
    exchange.requestId(answer.responseMetadata().requestId());
    read(answer.usage(), exchange);
    ConverseMetrics metrics = answer.metrics();
    exchange.serviceMs(metrics == null ? null : metrics.latencyMs());
  }

  private static void read(ConverseStreamMetadataEvent metadata, Exchange exchange) {
    read(metadata.usage(), exchange);
    ConverseStreamMetrics metrics = metadata.metrics();
    exchange.serviceMs(metrics == null ? null : metrics.latencyMs());
  }

  private static void read(TokenUsage usage, Exchange exchange) {
    if (usage != null) {
      exchange.tokens(
          usage.inputTokens(),
          usage.outputTokens(),
          usage.cacheReadInputTokens(),
          usage.cacheWriteInputTokens());
    }
  }
}
