package dev.landfall.core.codec;

import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements of one coded call after another; {@link StatementReader} reads them back.
 *
 * <p>Shape: {@link SaidBits}, time since the statement before, then what the bits say is there.
 * What the call's statements mostly share is written once. Threads: one owner.
 */
final class StatementWriter {
  private final ByteWriter out;
  private final KeyForm key;
  private final UuidText uuid;
  private final CallTexts texts = new CallTexts();
  private @Nullable String sourceRegion; // said last in the call, as the other three
  private @Nullable String operation;
  private @Nullable String modelId;
  private @Nullable String principal;
  private long clock;
  private int ownRole;

  StatementWriter(ByteWriter out, KeyForm key, UuidText uuid) {
    this.out = out;
    this.key = key;
    this.uuid = uuid;
  }

  /** The next statement is the first of its call. */
  void begin() {
    texts.clear();
    sourceRegion = null;
    operation = null;
    modelId = null;
    principal = null;
    clock = 0;
  }

  void write(Statement s) {
    int said = said(s);
    out.writeUnsigned(said);
    out.writeLong(s.eventAt() - clock);
    clock = s.eventAt();
    if ((said & SaidBits.ENDPOINT) != 0) {
      out.writeUnsigned(s.endpoint().ordinal());
    }
    if ((said & SaidBits.RECORD_ID) != 0) {
      recordId(s.recordId(), (said & SaidBits.RECORD_UUID) != 0);
    }
    text(said & SaidBits.SOURCE_REGION, s.sourceRegion());
    text(said & SaidBits.OPERATION, s.operation());
    text(said & SaidBits.MODEL, s.modelId());
    if ((said & SaidBits.PRINCIPAL) != 0) {
      principal(s.principal());
    }
    text(said & SaidBits.INFERENCE_REGION, s.inferenceRegion());
    text(said & SaidBits.ERROR, s.errorCode());
    text(said & SaidBits.TIER, s.tier());
    if ((said & SaidBits.METADATA) != 0) {
      metadata(s.metadata());
    }
    number(s.inputTokens());
    number(s.outputTokens());
    number(s.cacheReadTokens());
    number(s.cacheWriteTokens());
    number(s.maxTokens());
    number(s.latencyMs());
    number(s.firstTokenMs());
  }

  void text(String text) {
    texts.write(out, text);
  }

  private int said(Statement s) {
    int said = shared(s);
    if ((said & SaidBits.PRINCIPAL) != 0) {
      ownRole = key.ownRole(String.valueOf(s.principal()));
      said |= ownRole > 0 ? SaidBits.OWN_ROLE : 0;
    }
    String recordId = s.recordId();
    if (recordId != null) {
      said |= SaidBits.RECORD_ID | (uuid.read(recordId, 0) ? SaidBits.RECORD_UUID : 0);
    }
    said |= s.inferenceRegion() == null ? 0 : SaidBits.INFERENCE_REGION;
    said |= s.errorCode() == null ? 0 : SaidBits.ERROR;
    said |= s.tier() == null ? 0 : SaidBits.TIER;
    said |= s.inputTokens() == null ? 0 : SaidBits.INPUT;
    said |= s.outputTokens() == null ? 0 : SaidBits.OUTPUT;
    said |= s.cacheReadTokens() == null ? 0 : SaidBits.CACHE_READ;
    said |= s.cacheWriteTokens() == null ? 0 : SaidBits.CACHE_WRITE;
    said |= s.maxTokens() == null ? 0 : SaidBits.MAX_TOKENS;
    said |= s.latencyMs() == null ? 0 : SaidBits.LATENCY;
    said |= s.firstTokenMs() == null ? 0 : SaidBits.FIRST_TOKEN;
    said |= flag(s.vpcEndpoint(), SaidBits.VPC_SAID, SaidBits.VPC);
    said |= flag(s.bearerToken(), SaidBits.BEARER_SAID, SaidBits.BEARER);
    said |= s.bodyRead() ? SaidBits.BODY_READ : 0;
    said |= s.guardrailBlocked() ? SaidBits.GUARDRAIL : 0;
    said |= s.dataEvent() ? SaidBits.DATA_EVENT : 0;
    said |= s.metadata().isEmpty() ? 0 : SaidBits.METADATA;
    return said | (s.endpoint() == Endpoint.RUNTIME ? 0 : SaidBits.ENDPOINT);
  }

  /** What the statements of one call mostly have in common. */
  private int shared(Statement s) {
    int said = told(s.sourceRegion(), sourceRegion, SaidBits.SOURCE_REGION);
    said |= told(s.operation(), operation, SaidBits.OPERATION);
    said |= told(s.modelId(), modelId, SaidBits.MODEL);
    said |= told(s.principal(), principal, SaidBits.PRINCIPAL);
    sourceRegion = s.sourceRegion() == null ? sourceRegion : s.sourceRegion();
    operation = s.operation() == null ? operation : s.operation();
    modelId = s.modelId() == null ? modelId : s.modelId();
    principal = s.principal() == null ? principal : s.principal();
    return said;
  }

  private static int told(@Nullable String now, @Nullable String then, int other) {
    return now == null ? 0 : now.equals(then) ? other >> SaidBits.SAME : other;
  }

  private static int flag(@Nullable Boolean value, int there, int yes) {
    return value == null ? 0 : value ? there | yes : there;
  }

  /** {@link #uuid} has just read it. */
  private void recordId(@Nullable String id, boolean isUuid) {
    if (isUuid) {
      out.writeFixedLong(uuid.high());
      out.writeFixedLong(uuid.low());
    } else if (id != null) {
      KeyForm.text(out, id);
    }
  }

  /** Beside the other texts: it is not that of another field, and sessions are many. */
  private void principal(@Nullable String text) {
    if (text != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeUnsigned(bytes.length - ownRole); // whose characters are bytes
      out.writeRaw(bytes, ownRole, bytes.length - ownRole);
    }
  }

  private void text(int there, @Nullable String text) {
    if (there != 0 && text != null) {
      texts.write(out, text);
    }
  }

  private void number(@Nullable Long value) {
    if (value != null) {
      out.writeLong(value);
    }
  }

  private void metadata(SortedMap<String, String> metadata) {
    out.writeUnsigned(metadata.size());
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      KeyForm.text(out, entry.getKey());
      KeyForm.text(out, entry.getValue());
    }
  }
}
