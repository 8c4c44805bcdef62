package dev.landfall.ingest.generate;

/**
 * Spells the invocation-log record of a call, one line of JSON.
 *
 * <p>Shape: {@code schemaType} and {@code schemaVersion} stand at the end, as in real records.
 * Missing: a failed call has an error name and empty input and output; a call that a guardrail
 * stopped has bodies but neither token counts nor a Region. Source: model invocation log,
 * schemaVersion 1.0, and real records for what its page leaves out.
 */
final class InvocationText {
  private static final int BARE = 950;
  private static final int STREAM_PARTS = 4;

  private final Prose prose;
  private final String canary;
  private final int textBytes;

  /**
   * @param recordBytes aimed size of a whole record
   */
  InvocationText(Prose prose, String canary, int recordBytes) {
    this.prose = prose;
    this.canary = canary;
    this.textBytes = Math.max(120, recordBytes - BARE);
  }

  void record(JsonBytes out, CallPlan p) {
    head(out, p);
    if (p.error != null) {
      out.text("\"input\":{},\"output\":{},\"errorCode\":\"").text(p.error).text("\"");
    } else {
      int size = textBytes * (70 + (int) (p.seed >>> 24 & 63)) / 100;
      input(out, p, size * 5 / 8);
      output(out, p, size * 3 / 8);
    }
    if (p.logRegion != null) {
      out.text(",\"inferenceRegion\":\"").text(p.logRegion).text("\"");
    }
    if (p.metadata) {
      out.text(",\"requestMetadata\":{\"team\":\"platform\",\"note\":\"");
      out.text(canary).text("-METADATA\"}");
    }
    out.text(",\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\"}");
  }

  /** A record cut off inside its prompt: no reader can tell what call it was. */
  void broken(JsonBytes out, CallPlan p) {
    head(out, p);
    out.text(
        "\"input\":{\"inputContentType\":\"application/json\",\"inputBodyJson\":{\"messages\":");
    out.text("[{\"role\":\"user\",\"content\":[{\"text\":\"").text(canary).text("-BROKEN ");
    prose.write(out, p.seed + 9, 200);
  }

  private static void head(JsonBytes out, CallPlan p) {
    out.text("{\"timestamp\":\"").instant(p.logSecond());
    out.text("\",\"accountId\":\"").text(p.lane.account());
    out.text("\",\"identity\":{\"arn\":\"");
    out.text(Identity.arn(p.lane.account(), p.lane.role(), p.session));
    out.text("\"},\"region\":\"").text(p.lane.source()).text("\",\"requestId\":\"");
    TrailText.requestId(out, p);
    out.text("\",\"operation\":\"").text(p.op.text);
    out.text("\",\"modelId\":\"").text(p.lane.logId()).text("\",");
  }

  private void input(JsonBytes out, CallPlan p, int size) {
    out.text("\"input\":{\"inputContentType\":\"application/json\"");
    if (p.bodyInS3) {
      out.text(",\"inputBodyS3Path\":\"s3://bedrock-logs-").text(p.lane.account());
      out.text("/AWSLogs/").text(p.lane.account()).text("/BedrockModelInvocationLogs/");
      out.text(p.lane.source()).text("/data/");
      TrailText.requestId(out, p);
      out.text("_input.json.gz\"");
    } else if (p.lane.bodies()) {
      out.text(",\"inputBodyJson\":");
      if (p.op.converses()) {
        converseInput(out, p, size);
      } else {
        messagesInput(out, p, size);
      }
    }
    if (p.logTokens) {
      out.text(",\"inputTokenCount\":").number(p.input);
      if (p.cacheSaid) {
        out.text(",\"cacheReadInputTokenCount\":").number(p.cacheRead);
        out.text(",\"cacheWriteInputTokenCount\":").number(p.cacheWrite);
      }
    }
    out.text("},");
  }

  private void converseInput(JsonBytes out, CallPlan p, int size) {
    out.text("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"");
    said(out, p, 1, size, "-PROMPT");
    out.text("\"}]}],\"inferenceConfig\":{");
    if (p.maxTokens > 0) {
      out.text("\"maxTokens\":").number(p.maxTokens).text(",");
    }
    out.text("\"temperature\":0.7,\"topP\":0.9,\"stopSequences\":[]},");
    out.text("\"additionalModelRequestFields\":{}}");
  }

  private void messagesInput(JsonBytes out, CallPlan p, int size) {
    out.text("{\"anthropic_version\":\"bedrock-2023-05-31\",");
    if (p.maxTokens > 0) {
      out.text("\"max_tokens\":").number(p.maxTokens).text(",");
    }
    out.text("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"");
    said(out, p, 1, size, "-PROMPT");
    out.text("\"}]}],\"temperature\":0.7}");
  }

  private void output(JsonBytes out, CallPlan p, int size) {
    out.text("\"output\":{\"outputContentType\":\"application/json\"");
    if (p.lane.bodies()) {
      out.text(",\"outputBodyJson\":");
      if (p.guardrail) {
        blockedOutput(out);
      } else if (p.op.converses()) {
        converseOutput(out, p, size);
      } else if (p.op.streams()) {
        chunks(out, p, size);
      } else {
        messagesOutput(out, p, size);
      }
    }
    if (p.logTokens) {
      out.text(",\"outputTokenCount\":").number(p.output);
    }
    out.text("}");
  }

  private void converseOutput(JsonBytes out, CallPlan p, int size) {
    out.text("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"");
    said(out, p, 2, size, "-COMPLETION");
    out.text("\"}]}},\"stopReason\":\"end_turn\",\"metrics\":{\"latencyMs\":");
    out.number(p.latencyMs).text("},\"usage\":{\"inputTokens\":").number(p.input);
    out.text(",\"outputTokens\":").number(p.output);
    out.text(",\"totalTokens\":").number(p.input + p.output);
    if (p.cacheSaid) {
      out.text(",\"cacheReadInputTokens\":").number(p.cacheRead);
      out.text(",\"cacheWriteInputTokens\":").number(p.cacheWrite);
    }
    out.text("}}");
  }

  private void messagesOutput(JsonBytes out, CallPlan p, int size) {
    out.text("{\"id\":\"msg_bdrk_01").hex(p.seed, 16);
    out.text("\",\"type\":\"message\",\"role\":\"assistant\",\"content\":");
    out.text("[{\"type\":\"text\",\"text\":\"");
    said(out, p, 2, size, "-COMPLETION");
    out.text("\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":");
    usage(out, p);
    out.text("}");
  }

  private void chunks(JsonBytes out, CallPlan p, int size) {
    out.text("[{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bdrk_01").hex(p.seed, 16);
    out.text("\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"usage\":");
    usage(out, p);
    out.text("}},{\"type\":\"content_block_start\",\"index\":0,\"content_block\":");
    out.text("{\"type\":\"text\",\"text\":\"\"}}");
    for (int i = 0; i < STREAM_PARTS; i++) {
      out.text(",{\"type\":\"content_block_delta\",\"index\":0,\"delta\":");
      out.text("{\"type\":\"text_delta\",\"text\":\"");
      said(out, p, 2 + i, size / STREAM_PARTS, "-COMPLETION");
      out.text("\"}}");
    }
    out.text(",{\"type\":\"content_block_stop\",\"index\":0},{\"type\":\"message_delta\",");
    out.text("\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":");
    out.number(p.output).text("}},{\"type\":\"message_stop\",");
    out.text("\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":").number(p.input);
    out.text(",\"outputTokenCount\":").number(p.output);
    out.text(",\"invocationLatency\":").number(p.latencyMs);
    out.text(",\"firstByteLatency\":").number(p.firstTokenMs).text("}}]");
  }

  private static void usage(JsonBytes out, CallPlan p) {
    out.text("{\"input_tokens\":").number(p.input);
    out.text(",\"cache_creation_input_tokens\":").number(p.cacheWrite);
    out.text(",\"cache_read_input_tokens\":").number(p.cacheRead);
    out.text(",\"output_tokens\":").number(p.output).text("}");
  }

  private void blockedOutput(JsonBytes out) {
    out.text("{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",");
    out.text("\"text\":\"Sorry, that cannot be answered.\"}],\"amazon-bedrock-trace\":");
    out.text("{\"guardrail\":{\"input\":{\"nggt98iysuiw\":{\"sensitiveInformationPolicy\":");
    out.text("{\"piiEntities\":[{\"type\":\"EMAIL\",\"match\":\"").text(canary);
    out.text("-GUARDRAIL\",\"action\":\"BLOCKED\",\"detected\":true}]},\"invocationMetrics\":");
    out.text("{\"guardrailProcessingLatency\":297}}},\"actionReason\":\"Guardrail blocked.\"}},");
    out.text("\"amazon-bedrock-guardrailAction\":\"INTERVENED\"}");
  }

  private void said(JsonBytes out, CallPlan p, int part, int size, String mark) {
    if (p.canary()) {
      out.text(canary).text(mark).text(" ");
    }
    prose.write(out, p.seed + part, size);
  }
}
