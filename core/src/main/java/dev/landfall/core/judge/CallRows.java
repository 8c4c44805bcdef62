package dev.landfall.core.judge;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The row of a judged call in the table calls; every column is filled here and nowhere else. */
public final class CallRows {
  private CallRows() {}

  public static LakeRow row(Judgement j, RevisionLabel label) {
    LakeRow row = new LakeRow(LakeTable.CALLS);
    who(row, j);
    where(row, j);
    amounts(row, j);
    evidence(row, j.call(), label);
    return row;
  }

  private static void who(LakeRow row, Judgement j) {
    Facts f = j.facts();
    row.set("partition", j.call().key().partition())
        .set("account", j.call().key().account())
        .set("request_id", j.call().key().requestId())
        .setMillis("called_at", f.calledAt())
        .setMillis("completed_at", f.completedAt())
        .set("source_region", f.sourceRegion())
        .set("operation", f.operation())
        .set("streaming", f.streaming())
        .set("endpoint", f.endpoint().name().toLowerCase(Locale.ROOT))
        .set("model_id", f.modelId())
        .set("model", j.model())
        .set("profile", j.profile())
        .set("profile_kind", j.profileKind())
        .set("principal", f.principal())
        .set("error_code", f.errorCode())
        .set("metadata", json(f.metadata()));
  }

  private static void where(LakeRow row, Judgement j) {
    row.set("pairing", j.pairing().name())
        .set("verdict", j.verdict().name())
        .set("verdict_reason", j.reason())
        .set("trail_regions", joined(j.trailRegions()))
        .set("log_regions", joined(j.logRegions()))
        .set("bounded_regions", joined(j.boundedRegions()))
        .set("inference_region", j.inferenceRegion())
        .set("country", j.country())
        .set("outside_catalogue", j.outsideCatalogue())
        .set("workload", j.workload().id())
        .set("placement", j.placement().name())
        .set("rules", joined(j.rules()))
        .set("finding_ids", joined(j.decision().findingIds()))
        .set("policy_version", j.policyVersion())
        .set("catalogue_version", j.catalogueVersion());
  }

  private static void amounts(LakeRow row, Judgement j) {
    Facts f = j.facts();
    row.set("input_tokens", f.inputTokens())
        .set("output_tokens", f.outputTokens())
        .set("cache_read_tokens", f.cacheReadTokens())
        .set("cache_write_tokens", f.cacheWriteTokens())
        .set("max_tokens", f.maxTokens())
        .set("max_tokens_basis", f.maxTokensBasis().name().toLowerCase(Locale.ROOT))
        .set("latency_ms", f.latencyMs())
        .set("first_token_ms", f.firstTokenMs())
        .set("quota_row", j.quotaRow())
        .set("burndown", j.burndown())
        .set("burn_tokens", j.burnTokens())
        .set("reserved_tokens", j.reservedTokens());
  }

  private static void evidence(LakeRow row, Call call, RevisionLabel label) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long addendumCopies = 0;
    for (WitnessKind kind : WitnessKind.values()) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        first = Math.min(first, slot.firstArrivedAt());
        last = Math.max(last, slot.lastArrivedAt());
        addendumCopies += slot.addendumCopies().length;
      }
    }
    row.set("witnesses", (long) call.witnesses())
        .set("addenda", (long) call.addenda())
        .set("trail_copies", copies(call.api()))
        .set("completion_copies", copies(call.completion()))
        .set("log_copies", copies(call.log()))
        .set("addendum_copies", addendumCopies)
        .set("copies", (long) call.copies())
        .set("content_hash", contentHash(call))
        .set("revision", label.name())
        .setMillis("first_arrived_at", first)
        .setMillis("last_arrived_at", last)
        .set("evidence", CallCodec.encode(call));
  }

  /**
   * First 16 hex digits of the SHA-256 over what the witnesses state: the coded call with places,
   * copies and arrivals left out, so that the same statements hash alike wherever they were met.
   */
  static String contentHash(Call call) {
    Call content =
        new Call(call.key(), stated(call.api()), stated(call.completion()), stated(call.log()));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(CallCodec.encode(content));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static @Nullable Slot stated(@Nullable Slot slot) {
    return slot == null
        ? null
        : new Slot(
            slot.best(), slot.regions(), slot.addenda(), new long[0], new long[0], List.of(), 0, 0);
  }

  private static long copies(@Nullable Slot slot) {
    return slot == null ? 0 : slot.copies().length;
  }

  /** Null stays null; a set without members is an empty text. */
  private static @Nullable String joined(@Nullable Collection<String> texts) {
    return texts == null ? null : texts.isEmpty() ? "" : String.join(",", texts);
  }

  private static @Nullable String json(SortedMap<String, String> metadata) {
    if (metadata.isEmpty()) {
      return null;
    }
    StringBuilder out = new StringBuilder("{");
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      out.append(out.length() == 1 ? "" : ",");
      quoted(out, entry.getKey());
      out.append(':');
      quoted(out, entry.getValue());
    }
    return out.append('}').toString();
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
