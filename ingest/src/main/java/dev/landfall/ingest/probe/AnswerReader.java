package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Token counts and latencies out of InvokeModel's bodies and stream chunks; their text is stepped
 * over.
 *
 * <p>Source: Anthropic's {@code message_start.message.usage}, {@code message_delta.usage} and
 * {@code usage} ({@code input_tokens}, {@code output_tokens}, {@code cache_read_input_tokens},
 * {@code cache_creation_input_tokens}); Nova's {@code usage} ({@code inputTokens}, {@code
 * outputTokens}); Bedrock's {@code amazon-bedrock-invocationMetrics} in the last chunk. Missing:
 * what is not there stays as it was; broken JSON says nothing.
 */
final class AnswerReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEEPEST = 6;

  private AnswerReader() {}

  /** Reads a chunk or body into the exchange; true: it brought a piece of the answer's text. */
  static boolean read(byte[] json, Exchange exchange) {
    Found found = new Found();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        object(in, found, 0);
      }
    } catch (IOException e) {
      return false; // what is not JSON states no count; the stream's own end tells of its damage
    }
    exchange.tokens(found.input, found.output, found.cacheRead, found.cacheWrite);
    exchange.serviceMs(found.latency);
    return found.piece;
  }

  private static final class Found {
    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable Long cacheRead;
    private @Nullable Long cacheWrite;
    private @Nullable Long latency;
    private boolean piece;
  }

  private static void object(JsonParser in, Found found, int depth) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      switch (name) {
        case "input_tokens", "inputTokens", "inputTokenCount" -> found.input = number(in, value);
        case "output_tokens", "outputTokens", "outputTokenCount" ->
            found.output = number(in, value);
        case "cache_read_input_tokens", "cacheReadInputTokens", "cacheReadInputTokenCount" ->
            found.cacheRead = number(in, value);
        case "cache_creation_input_tokens", "cacheWriteInputTokens", "cacheWriteInputTokenCount" ->
            found.cacheWrite = number(in, value);
        case "invocationLatency" -> found.latency = number(in, value);
        case "type" ->
            found.piece |=
                value == JsonToken.VALUE_STRING && in.getText().equals("content_block_delta");
        case "contentBlockDelta" -> {
          found.piece = true;
          in.skipChildren();
        }
        case "usage", "message", "metadata", "metrics", "amazon-bedrock-invocationMetrics" -> {
          if (value == JsonToken.START_OBJECT && depth < DEEPEST) {
            object(in, found, depth + 1);
          } else {
            in.skipChildren();
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private static @Nullable Long number(JsonParser in, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return in.getLongValue();
    }
    in.skipChildren();
    return null;
  }
}
