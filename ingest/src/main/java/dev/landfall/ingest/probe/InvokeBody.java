package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The bodies InvokeModel takes.
 *
 * <p>Source: Bedrock user guide, "Anthropic Claude Messages API" ({@code anthropic_version}, {@code
 * max_tokens}, {@code messages}, {@code cache_control}); Amazon Nova user guide, "Using the Invoke
 * API" ({@code messages}, {@code inferenceConfig.maxTokens}).
 */
final class InvokeBody {
  private static final JsonFactory JSON = new JsonFactory();

  private InvokeBody() {}

  static byte[] of(BodyStyle style, Prompt prompt, int maxTokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      switch (style) {
        case ANTHROPIC -> {
          out.writeStringField("anthropic_version", "bedrock-2023-05-31");
          out.writeNumberField("max_tokens", maxTokens);
        }
        case NOVA -> {
          out.writeObjectFieldStart("inferenceConfig");
          out.writeNumberField("maxTokens", maxTokens);
          out.writeEndObject();
        }
      }
      out.writeArrayFieldStart("messages");
      out.writeStartObject();
      out.writeStringField("role", "user");
      out.writeArrayFieldStart("content");
      String cached = prompt.cached();
      if (cached != null) {
        text(out, style, cached, true);
      }
      text(out, style, prompt.rest(), false);
      out.writeEndArray();
      out.writeEndObject();
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void text(JsonGenerator out, BodyStyle style, String text, boolean cached)
      throws IOException {
    out.writeStartObject();
    if (style == BodyStyle.ANTHROPIC) {
      out.writeStringField("type", "text");
    }
    out.writeStringField("text", text);
    if (cached && style == BodyStyle.ANTHROPIC) {
      out.writeObjectFieldStart("cache_control");
      out.writeStringField("type", "ephemeral");
      out.writeEndObject();
    }
    out.writeEndObject();
  }
}
