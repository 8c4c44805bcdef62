package dev.landfall.core.judge;

import dev.landfall.core.codec.EvidenceForm;
import dev.landfall.core.lake.Cells;
import dev.landfall.core.lake.Column;
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
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The row of a judged call in the table calls; every column is filled here and nowhere else.
 *
 * <p>On the hot path of a replay: cells go by position, straight to where they are kept, and the
 * evidence is coded once for its column and its hash. Threads: one owner.
 */
public final class CallRows {
  /**
   * Greater than any digit: of two rows of one call with as much evidence the newer form stands.
   */
  private static final byte[] HASH_VERSION = "v2:".getBytes(StandardCharsets.US_ASCII);

  private static final int HASH_BYTES = 8;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final WitnessKind[] KINDS = WitnessKind.values();

  /** Decisions remembered; so many are hardly ever met. */
  private static final int REMEMBERED = 1 << 13;

  private final IdentityHashMap<Decision, Texts> decisions = new IdentityHashMap<>();
  private final @Nullable String[] texts = new @Nullable String[At.COLUMNS];
  private final long[] numbers = new long[At.COLUMNS];
  private final boolean[] said = new boolean[At.COLUMNS]; // of the numbers
  private final boolean[] flags = new boolean[At.COLUMNS];
  private final EvidenceForm evidence = new EvidenceForm();
  private final byte[] hash = Arrays.copyOf(HASH_VERSION, HASH_VERSION.length + 2 * HASH_BYTES);

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
    Arrays.fill(said, false);
    who(j);
    where(j);
    amounts(j);
    witnesses(j.call(), label);
    tell(row);
    evidence(row, j.call());
  }

  /** One place each where a cell is given: each place would be compiled with all behind it. */
  private void tell(Cells row) {
    for (int column : At.TEXTS) {
      row.text(column, texts[column]);
    }
    for (int column : At.NUMBERS) {
      if (said[column]) {
        row.number(column, numbers[column]);
      }
    }
    for (int column : At.FLAGS) {
      row.flag(column, flags[column]);
    }
  }

  private void number(int column, @Nullable Long value) {
    if (value != null) {
      number(column, value.longValue());
    }
  }

  private void number(int column, long value) {
    said[column] = true;
    numbers[column] = value;
  }

  private void who(Judgement j) {
    Facts f = j.facts();
    texts[At.PARTITION] = j.call().key().partition();
    texts[At.ACCOUNT] = j.call().key().account();
    texts[At.REQUEST_ID] = j.call().key().requestId();
    number(At.CALLED_AT, Math.multiplyExact(f.calledAt(), 1000L));
    number(At.COMPLETED_AT, Math.multiplyExact(f.completedAt(), 1000L));
    texts[At.SOURCE_REGION] = f.sourceRegion();
    texts[At.OPERATION] = f.operation();
    flags[At.STREAMING] = f.streaming();
    texts[At.ENDPOINT] = At.ENDPOINTS[f.endpoint().ordinal()];
    texts[At.MODEL_ID] = f.modelId();
    texts[At.MODEL] = j.model();
    texts[At.PROFILE] = j.profile();
    texts[At.PROFILE_KIND] = j.profileKind();
    texts[At.PRINCIPAL] = f.principal();
    texts[At.ERROR_CODE] = f.errorCode();
    texts[At.METADATA] = json(f.metadata());
  }

  private void where(Judgement j) {
    Texts joined = joined(j.decision());
    texts[At.PAIRING] = j.pairing().name();
    texts[At.VERDICT] = j.verdict().name();
    texts[At.VERDICT_REASON] = j.reason();
    texts[At.TRAIL_REGIONS] = joined.trailRegions;
    texts[At.LOG_REGIONS] = joined.logRegions;
    texts[At.BOUNDED_REGIONS] = joined.boundedRegions;
    texts[At.INFERENCE_REGION] = j.inferenceRegion();
    texts[At.COUNTRY] = j.country();
    flags[At.OUTSIDE_CATALOGUE] = j.outsideCatalogue();
    texts[At.WORKLOAD] = j.workload().id();
    texts[At.PLACEMENT] = j.placement().name();
    texts[At.RULES] = joined.rules;
    texts[At.FINDING_IDS] = joined.findingIds;
    texts[At.POLICY_VERSION] = j.policyVersion();
    texts[At.CATALOGUE_VERSION] = j.catalogueVersion();
  }

  private void amounts(Judgement j) {
    Facts f = j.facts();
    number(At.INPUT_TOKENS, f.inputTokens());
    number(At.OUTPUT_TOKENS, f.outputTokens());
    number(At.CACHE_READ_TOKENS, f.cacheReadTokens());
    number(At.CACHE_WRITE_TOKENS, f.cacheWriteTokens());
    number(At.MAX_TOKENS, f.maxTokens());
    texts[At.MAX_TOKENS_BASIS] = At.BASES[f.maxTokensBasis().ordinal()];
    number(At.LATENCY_MS, f.latencyMs());
    number(At.FIRST_TOKEN_MS, f.firstTokenMs());
    texts[At.QUOTA_ROW] = j.quotaRow();
    number(At.BURNDOWN, j.burndown());
    number(At.BURN_TOKENS, j.burnTokens());
    number(At.RESERVED_TOKENS, j.reservedTokens());
  }

  private void witnesses(Call call, RevisionLabel label) {
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
    number(At.WITNESSES, (long) call.witnesses());
    number(At.ADDENDA, (long) call.addenda());
    number(At.TRAIL_COPIES, copies(call.api()));
    number(At.COMPLETION_COPIES, copies(call.completion()));
    number(At.LOG_COPIES, copies(call.log()));
    number(At.ADDENDUM_COPIES, addendumCopies);
    number(At.COPIES, (long) call.copies());
    texts[At.REVISION] = label.name();
    number(At.FIRST_ARRIVED_AT, Math.multiplyExact(first, 1000L));
    number(At.LAST_ARRIVED_AT, Math.multiplyExact(last, 1000L));
  }

  private void evidence(Cells row, Call call) {
    evidence.of(call);
    row.bytes(At.EVIDENCE, evidence.bytes(), 0, evidence.length());
    row.text(At.CONTENT_HASH, contentHash(), 0, hash.length);
  }

  /** Version and first 16 hex digits; see {@link EvidenceForm} for what is hashed. */
  private byte[] contentHash() {
    byte[] sha256 = evidence.contentHash();
    int at = HASH_VERSION.length;
    for (int i = 0; i < HASH_BYTES; i++) {
      hash[at++] = HEX[(sha256[i] >> 4) & 0xf];
      hash[at++] = HEX[sha256[i] & 0xf];
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

  private Texts joined(Decision decision) {
    Texts known = decisions.get(decision);
    if (known != null) {
      return known;
    }
    if (decisions.size() >= REMEMBERED) {
      decisions.clear();
    }
    Texts made =
        new Texts(
            joined(decision.trailRegions()),
            joined(decision.logRegions()),
            joined(decision.boundedRegions()),
            joined(decision.rules()),
            joined(decision.findingIds()));
    decisions.put(decision, made);
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

    static final int COLUMNS = LakeTable.CALLS.columns().size();
    static final int[] TEXTS = of(EnumSet.of(Column.Type.STRING), CONTENT_HASH);
    static final int[] NUMBERS = of(EnumSet.of(Column.Type.LONG, Column.Type.TIMESTAMP), -1);
    static final int[] FLAGS = of(EnumSet.of(Column.Type.BOOLEAN), -1);

    static final String[] ENDPOINTS = lower(Endpoint.values());
    static final String[] BASES = lower(Basis.values());

    private static int[] of(Set<Column.Type> types, int without) {
      return IntStream.range(0, COLUMNS)
          .filter(i -> i != without && types.contains(LakeTable.CALLS.columns().get(i).type()))
          .toArray();
    }

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
