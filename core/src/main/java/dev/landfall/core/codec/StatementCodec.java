package dev.landfall.core.codec;

import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Statement;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of a {@link Statement} in the first form of calls, and the total order that it
 * defines: which of two statements stands must never change, so this form is kept for it.
 */
public final class StatementCodec {
  private static final Endpoint[] ENDPOINTS = Endpoint.values();
  private static final int LEAST_ENTRY = 2; // bytes of a key and a value

  private StatementCodec() {}

  /**
   * Texts and amounts are each written in one place: on the hot path of a replay every place where
   * one is written is compiled anew, with all that is behind it.
   */
  static void write(ByteWriter out, Statement s) {
    @Nullable String[] texts = {
      s.recordId(),
      s.sourceRegion(),
      s.operation(),
      s.modelId(),
      s.principal(),
      s.errorCode(),
      s.inferenceRegion(),
      s.tier()
    };
    for (int i = 0; i < texts.length; i++) {
      switch (i) {
        case 1 -> out.writeLong(s.eventAt());
        case 3 -> out.writeByte(s.endpoint().ordinal());
        case 7 -> writeAmounts(out, s);
        default -> {}
      }
      out.writeNullable(texts[i]);
    }
    out.writeNullable(s.vpcEndpoint());
    out.writeNullable(s.bearerToken());
    out.writeLong(s.metadata().size());
    if (!s.metadata().isEmpty()) {
      for (Map.Entry<String, String> entry : s.metadata().entrySet()) {
        out.writeString(entry.getKey());
        out.writeString(entry.getValue());
      }
    }
  }

  private static void writeAmounts(ByteWriter out, Statement s) {
    @Nullable Long[] amounts = {
      s.inputTokens(),
      s.outputTokens(),
      s.cacheReadTokens(),
      s.cacheWriteTokens(),
      s.maxTokens(),
      s.latencyMs(),
      s.firstTokenMs()
    };
    for (int i = 0; i < amounts.length; i++) {
      if (i == 5) {
        out.writeByte(s.bodyRead() ? 1 : 0);
      }
      out.writeNullable(amounts[i]);
    }
    out.writeByte((s.guardrailBlocked() ? 1 : 0) | (s.dataEvent() ? 2 : 0));
  }

  static Statement read(ByteReader in) {
    Statement.Draft d = new Statement.Draft();
    d.recordId = in.readNullableString();
    d.eventAt = in.readLong();
    d.sourceRegion = in.readNullableString();
    d.operation = in.readNullableString();
    d.endpoint = endpoint(in);
    d.modelId = in.readNullableString();
    d.principal = in.readNullableString();
    d.errorCode = in.readNullableString();
    d.inferenceRegion = in.readNullableString();
    d.inputTokens = in.readNullableLong();
    d.outputTokens = in.readNullableLong();
    d.cacheReadTokens = in.readNullableLong();
    d.cacheWriteTokens = in.readNullableLong();
    d.maxTokens = in.readNullableLong();
    d.bodyRead = in.readByte() == 1;
    d.latencyMs = in.readNullableLong();
    d.firstTokenMs = in.readNullableLong();
    int flags = in.readByte();
    d.guardrailBlocked = (flags & 1) != 0;
    d.dataEvent = (flags & 2) != 0;
    d.tier = in.readNullableString();
    d.vpcEndpoint = in.readNullableBoolean();
    d.bearerToken = in.readNullableBoolean();
    for (int n = in.readCount(LEAST_ENTRY); n > 0; n--) {
      d.metadata.put(in.readString(), in.readString());
    }
    return d.build();
  }

  private static Endpoint endpoint(ByteReader in) {
    int ordinal = in.readByte();
    if (ordinal >= ENDPOINTS.length) {
      throw in.damaged("endpoint " + ordinal);
    }
    return ENDPOINTS[ordinal];
  }

  /** A total order over contents: unsigned bytes of the coded form. Zero only for equal ones. */
  public static int compare(Statement a, Statement b) {
    if (a.equals(b)) {
      return 0;
    }
    ByteWriter left = new ByteWriter();
    ByteWriter right = new ByteWriter();
    write(left, a);
    write(right, b);
    return Arrays.compareUnsigned(left.toByteArray(), right.toByteArray());
  }

  /** How many of the optional fields the statement fills. */
  public static int known(Statement s) {
    int n = s.metadata().size() + (s.bodyRead() ? 1 : 0);
    Object[] optional = {
      s.recordId(),
      s.sourceRegion(),
      s.operation(),
      s.modelId(),
      s.principal(),
      s.errorCode(),
      s.inferenceRegion(),
      s.inputTokens(),
      s.outputTokens(),
      s.cacheReadTokens(),
      s.cacheWriteTokens(),
      s.maxTokens(),
      s.latencyMs(),
      s.firstTokenMs(),
      s.tier(),
      s.vpcEndpoint(),
      s.bearerToken()
    };
    for (Object value : optional) {
      n += value == null ? 0 : 1;
    }
    return n;
  }
}
