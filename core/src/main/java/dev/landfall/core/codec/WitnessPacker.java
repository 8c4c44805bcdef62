package dev.landfall.core.codec;

import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs witnesses for the way to where they are paired: texts once a pack, ids that are UUIDs in 16
 * bytes, numbers in as many bytes as they need. {@link WitnessPack} reads it back.
 *
 * <p>Shape: head, texts, rows, index. The form lives as long as one replay and is never stored.
 * Threads: one owner.
 */
final class WitnessPacker {
  private final PackTexts texts = new PackTexts();
  private final ByteWriter rows = new ByteWriter();
  private final ByteWriter index = new ByteWriter();
  private final UuidText record = new UuidText();
  private int count;

  /** Bytes that {@link #take} would give. */
  int size() {
    return PackRow.HEAD + texts.written().size() + rows.size() + index.size();
  }

  boolean isEmpty() {
    return count == 0;
  }

  byte[] take() {
    byte[] pack = new byte[size()];
    ByteBuffer.wrap(pack).putInt(count).putInt(texts.written().size()).putInt(rows.size());
    int at = texts.written().copyTo(pack, PackRow.HEAD);
    at = rows.copyTo(pack, at);
    index.copyTo(pack, at);
    texts.clear();
    rows.reset();
    index.reset();
    count = 0;
    return pack;
  }

  /** {@code id}: has just hashed the witness's key. */
  void add(Witness witness, CallHash id, long hash) {
    Statement s = witness.statement();
    index.writeFixedLong(hash);
    index.writeFixedLong(s.eventAt());
    index.writeFixedInt(rows.size());
    count++;
    UuidText request = id.uuid();
    int said = said(witness, request != null);
    rows.writeLong(said);
    rows.writeByte(witness.kind().ordinal() | s.endpoint().ordinal() << 4);
    key(witness.key(), request);
    text(s.sourceRegion());
    text(s.operation());
    text(s.modelId());
    principal(s.principal());
    text(s.errorCode());
    text(s.inferenceRegion());
    text(s.tier());
    if ((said & PackRow.RECORD_ID) != 0) {
      id(s.recordId(), (said & PackRow.RECORD_UUID) != 0 ? record : null);
    }
    number(s.inputTokens());
    number(s.outputTokens());
    number(s.cacheReadTokens());
    number(s.cacheWriteTokens());
    number(s.maxTokens());
    number(s.latencyMs());
    number(s.firstTokenMs());
    if ((said & PackRow.METADATA) != 0) {
      rows.writeLong(s.metadata().size());
      for (Map.Entry<String, String> entry : s.metadata().entrySet()) {
        rows.writeString(entry.getKey());
        rows.writeString(entry.getValue());
      }
    }
    place(witness.place());
    rows.writeLong(witness.arrivedAt() - s.eventAt());
  }

  private int said(Witness witness, boolean uuid) {
    Statement s = witness.statement();
    String recordId = s.recordId();
    int said = uuid ? PackRow.REQUEST_UUID : 0;
    if (recordId != null) {
      said |= PackRow.RECORD_ID | (record.read(recordId, 0) ? PackRow.RECORD_UUID : 0);
    }
    said |= s.sourceRegion() == null ? 0 : PackRow.SOURCE_REGION;
    said |= s.operation() == null ? 0 : PackRow.OPERATION;
    said |= s.modelId() == null ? 0 : PackRow.MODEL;
    said |= s.principal() == null ? 0 : PackRow.PRINCIPAL;
    said |= s.errorCode() == null ? 0 : PackRow.ERROR;
    said |= s.inferenceRegion() == null ? 0 : PackRow.INFERENCE_REGION;
    said |= s.tier() == null ? 0 : PackRow.TIER;
    said |= s.inputTokens() == null ? 0 : PackRow.INPUT;
    said |= s.outputTokens() == null ? 0 : PackRow.OUTPUT;
    said |= s.cacheReadTokens() == null ? 0 : PackRow.CACHE_READ;
    said |= s.cacheWriteTokens() == null ? 0 : PackRow.CACHE_WRITE;
    said |= s.maxTokens() == null ? 0 : PackRow.MAX_TOKENS;
    said |= s.latencyMs() == null ? 0 : PackRow.LATENCY;
    said |= s.firstTokenMs() == null ? 0 : PackRow.FIRST_TOKEN;
    said |= flag(s.vpcEndpoint(), PackRow.VPC_SAID, PackRow.VPC);
    said |= flag(s.bearerToken(), PackRow.BEARER_SAID, PackRow.BEARER);
    said |= s.metadata().isEmpty() ? 0 : PackRow.METADATA;
    said |= witness.addendum() ? PackRow.ADDENDUM : 0;
    said |= s.bodyRead() ? PackRow.BODY_READ : 0;
    said |= s.guardrailBlocked() ? PackRow.GUARDRAIL : 0;
    return said | (s.dataEvent() ? PackRow.DATA_EVENT : 0);
  }

  private static int flag(@Nullable Boolean value, int there, int yes) {
    return value == null ? 0 : value ? there | yes : there;
  }

  private void key(CallKey key, @Nullable UuidText request) {
    rows.writeLong(texts.number(key.partition()));
    rows.writeLong(texts.number(key.account()));
    id(key.requestId(), request);
  }

  /** {@code read}: has read the text as a UUID; null: it is none. */
  private void id(@Nullable String text, @Nullable UuidText read) {
    if (read != null) {
      rows.writeFixedLong(read.high());
      rows.writeFixedLong(read.low());
    } else if (text != null) {
      rows.writeString(text);
    }
  }

  private void text(@Nullable String text) {
    if (text != null) {
      rows.writeLong(texts.number(text));
    }
  }

  /** The role among the texts and the session beside it: sessions hardly come twice in a pack. */
  private void principal(@Nullable String principal) {
    if (principal != null) {
      int session = principal.lastIndexOf('/') + 1;
      rows.writeLong(texts.number(principal.substring(0, session)));
      rows.writeString(principal.substring(session));
    }
  }

  private void number(@Nullable Long value) {
    if (value != null) {
      rows.writeLong(value);
    }
  }

  private void place(Place place) {
    rows.writeByte(place.kind().ordinal());
    rows.writeLong(texts.number(place.uri()));
    rows.writeLong(place.offset());
    rows.writeLong(place.length());
  }
}
