package dev.landfall.core.judge;

import dev.landfall.core.codec.EvidenceForm;
import dev.landfall.core.lake.Cells;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.quota.QuotaMath.Basis;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The row of a judged call in the table calls; every column is filled here and nowhere else.
 *
 * <p>On the hot path of a replay: cells go by position, straight to where they are kept, and the
 * evidence is coded once for its column and its hash. Threads: one owner.
 */
public final class CallRows {
  private static final int HASH_BYTES = 8;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final WitnessKind[] KINDS = WitnessKind.values();

  /** Decisions remembered; so many are hardly ever met. */
  private static final int REMEMBERED = 1 << 13;

  private final IdentityHashMap<Decision, Texts> texts = new IdentityHashMap<>();
  private final EvidenceForm evidence = new EvidenceForm();
  private final byte[] hash = new byte[2 * HASH_BYTES];

  /** What a decision says in one text each. */
  private record Texts(
      @Nullable String trailRegions,
      @Nullable String logRegions,
      @Nullable String boundedRegions,
      @Nullable String rules,
      @Nullable String findingIds) {}

  /** For a row or two; who writes many keeps one of this class and calls {@link #fill}. */
  public static LakeRow row(Judgement j, RevisionLabel label) {
    LakeRow row = new LakeRow(LakeTable.CALLS);
    new CallRows().fill(j, label, row);
    return row;
  }

  /** The time whose day the row is filed under, epoch microseconds. */
  public static long dayMicros(Judgement j) {
    return Math.multiplyExact(j.facts().calledAt(), 1000L);
  }

  public void fill(Judgement j, RevisionLabel label, Cells row) {
    who(row, j);
    where(row, j);
    amounts(row, j);
    witnesses(row, j.call(), label);
    evidence(row, j.call());
  }

  private static void who(Cells row, Judgement j) {
    Facts f = j.facts();
    row.text(At.PARTITION, j.call().key().partition());
    row.text(At.ACCOUNT, j.call().key().account());
    row.text(At.REQUEST_ID, j.call().key().requestId());
    row.millis(At.CALLED_AT, f.calledAt());
    row.millis(At.COMPLETED_AT, f.completedAt());
    row.text(At.SOURCE_REGION, f.sourceRegion());
    row.text(At.OPERATION, f.operation());
    row.flag(At.STREAMING, f.streaming());
    row.text(At.ENDPOINT, At.ENDPOINTS[f.endpoint().ordinal()]);
    row.text(At.MODEL_ID, f.modelId());
    row.text(At.MODEL, j.model());
    row.text(At.PROFILE, j.profile());
    row.text(At.PROFILE_KIND, j.profileKind());
    row.text(At.PRINCIPAL, f.principal());
    row.text(At.ERROR_CODE, f.errorCode());
    row.text(At.METADATA, json(f.metadata()));
  }

  private void where(Cells row, Judgement j) {
    Texts texts = texts(j.decision());
    row.text(At.PAIRING, j.pairing().name());
    row.text(At.VERDICT, j.verdict().name());
    row.text(At.VERDICT_REASON, j.reason());
    row.text(At.TRAIL_REGIONS, texts.trailRegions);
    row.text(At.LOG_REGIONS, texts.logRegions);
    row.text(At.BOUNDED_REGIONS, texts.boundedRegions);
    row.text(At.INFERENCE_REGION, j.inferenceRegion());
    row.text(At.COUNTRY, j.country());
    row.flag(At.OUTSIDE_CATALOGUE, j.outsideCatalogue());
    row.text(At.WORKLOAD, j.workload().id());
    row.text(At.PLACEMENT, j.placement().name());
    row.text(At.RULES, texts.rules);
    row.text(At.FINDING_IDS, texts.findingIds);
    row.text(At.POLICY_VERSION, j.policyVersion());
    row.text(At.CATALOGUE_VERSION, j.catalogueVersion());
  }

  private static void amounts(Cells row, Judgement j) {
    Facts f = j.facts();
    row.number(At.INPUT_TOKENS, f.inputTokens());
    row.number(At.OUTPUT_TOKENS, f.outputTokens());
    row.number(At.CACHE_READ_TOKENS, f.cacheReadTokens());
    row.number(At.CACHE_WRITE_TOKENS, f.cacheWriteTokens());
    row.number(At.MAX_TOKENS, f.maxTokens());
    row.text(At.MAX_TOKENS_BASIS, At.BASES[f.maxTokensBasis().ordinal()]);
    row.number(At.LATENCY_MS, f.latencyMs());
    row.number(At.FIRST_TOKEN_MS, f.firstTokenMs());
    row.text(At.QUOTA_ROW, j.quotaRow());
    row.number(At.BURNDOWN, j.burndown());
    row.number(At.BURN_TOKENS, j.burnTokens());
    row.number(At.RESERVED_TOKENS, j.reservedTokens());
  }

  private static void witnesses(Cells row, Call call, RevisionLabel label) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long addendumCopies = 0;
    for (WitnessKind kind : KINDS) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        first = Math.min(first, slot.firstArrivedAt());
        last = Math.max(last, slot.lastArrivedAt());
        addendumCopies += slot.addendumCopies().length;
      }
    }
    row.number(At.WITNESSES, (long) call.witnesses());
    row.number(At.ADDENDA, (long) call.addenda());
    row.number(At.TRAIL_COPIES, copies(call.api()));
    row.number(At.COMPLETION_COPIES, copies(call.completion()));
    row.number(At.LOG_COPIES, copies(call.log()));
    row.number(At.ADDENDUM_COPIES, addendumCopies);
    row.number(At.COPIES, (long) call.copies());
    row.text(At.REVISION, label.name());
    row.millis(At.FIRST_ARRIVED_AT, first);
    row.millis(At.LAST_ARRIVED_AT, last);
  }

  private void evidence(Cells row, Call call) {
    evidence.of(call);
    row.bytes(At.EVIDENCE, evidence.bytes(), 0, evidence.length());
    row.text(At.CONTENT_HASH, contentHash(), 0, hash.length);
  }

  /** Its first 16 hex digits; see {@link EvidenceForm} for what is hashed. */
  private byte[] contentHash() {
    byte[] sha256 = evidence.contentHash();
    for (int i = 0; i < HASH_BYTES; i++) {
      hash[2 * i] = HEX[(sha256[i] >> 4) & 0xf];
      hash[2 * i + 1] = HEX[sha256[i] & 0xf];
    }
    return hash;
  }

  static String contentHash(Call call) {
    CallRows rows = new CallRows();
    rows.evidence.of(call);
    return new String(rows.contentHash(), StandardCharsets.US_ASCII);
  }

  private static long copies(@Nullable Slot slot) {
    return slot == null ? 0 : slot.copies().length;
  }

  private Texts texts(Decision decision) {
    Texts known = texts.get(decision);
    if (known != null) {
      return known;
    }
    if (texts.size() >= REMEMBERED) {
      texts.clear();
    }
    Texts made =
        new Texts(
            joined(decision.trailRegions()),
            joined(decision.logRegions()),
            joined(decision.boundedRegions()),
            joined(decision.rules()),
            joined(decision.findingIds()));
    texts.put(decision, made);
    return made;
  }

  /** Null stays null; a set without members is an empty text. */
  private static @Nullable String joined(@Nullable SortedSet<String> texts) {
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

  /** Where each column stands in a row. */
  private static final class At {
    static final int PARTITION = at("partition");
    static final int ACCOUNT = at("account");
    static final int REQUEST_ID = at("request_id");
    static final int CALLED_AT = at("called_at");
    static final int COMPLETED_AT = at("completed_at");
    static final int SOURCE_REGION = at("source_region");
    static final int OPERATION = at("operation");
    static final int STREAMING = at("streaming");
    static final int ENDPOINT = at("endpoint");
    static final int MODEL_ID = at("model_id");
    static final int MODEL = at("model");
    static final int PROFILE = at("profile");
    static final int PROFILE_KIND = at("profile_kind");
    static final int PRINCIPAL = at("principal");
    static final int ERROR_CODE = at("error_code");
    static final int PAIRING = at("pairing");
    static final int VERDICT = at("verdict");
    static final int VERDICT_REASON = at("verdict_reason");
    static final int TRAIL_REGIONS = at("trail_regions");
    static final int LOG_REGIONS = at("log_regions");
    static final int BOUNDED_REGIONS = at("bounded_regions");
    static final int INFERENCE_REGION = at("inference_region");
    static final int COUNTRY = at("country");
    static final int OUTSIDE_CATALOGUE = at("outside_catalogue");
    static final int WORKLOAD = at("workload");
    static final int PLACEMENT = at("placement");
    static final int RULES = at("rules");
    static final int POLICY_VERSION = at("policy_version");
    static final int CATALOGUE_VERSION = at("catalogue_version");
    static final int INPUT_TOKENS = at("input_tokens");
    static final int OUTPUT_TOKENS = at("output_tokens");
    static final int CACHE_READ_TOKENS = at("cache_read_tokens");
    static final int CACHE_WRITE_TOKENS = at("cache_write_tokens");
    static final int MAX_TOKENS = at("max_tokens");
    static final int MAX_TOKENS_BASIS = at("max_tokens_basis");
    static final int LATENCY_MS = at("latency_ms");
    static final int FIRST_TOKEN_MS = at("first_token_ms");
    static final int QUOTA_ROW = at("quota_row");
    static final int BURNDOWN = at("burndown");
    static final int BURN_TOKENS = at("burn_tokens");
    static final int RESERVED_TOKENS = at("reserved_tokens");
    static final int METADATA = at("metadata");
    static final int WITNESSES = at("witnesses");
    static final int ADDENDA = at("addenda");
    static final int TRAIL_COPIES = at("trail_copies");
    static final int COMPLETION_COPIES = at("completion_copies");
    static final int LOG_COPIES = at("log_copies");
    static final int ADDENDUM_COPIES = at("addendum_copies");
    static final int COPIES = at("copies");
    static final int CONTENT_HASH = at("content_hash");
    static final int REVISION = at("revision");
    static final int FIRST_ARRIVED_AT = at("first_arrived_at");
    static final int LAST_ARRIVED_AT = at("last_arrived_at");
    static final int EVIDENCE = at("evidence");
    static final int FINDING_IDS = at("finding_ids");

    static final String[] ENDPOINTS = lower(Endpoint.values());
    static final String[] BASES = lower(Basis.values());

    private static int at(String column) {
      return LakeTable.CALLS.indexOf(column);
    }

    private static String[] lower(Enum<?>[] names) {
      return Arrays.stream(names)
          .map(each -> each.name().toLowerCase(Locale.ROOT))
          .toArray(String[]::new);
    }
  }
}
