package dev.landfall.core.judge;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.pairing.Awaited;
import dev.landfall.core.quota.QuotaMath.Basis;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the witnesses of a call say together, before anything is decided.
 *
 * <p>Units: epoch milliseconds UTC, milliseconds, tokens. Missing: null means that no witness says
 * it. Where several do: tokens are the log's, else the completion's, else the API event's, for only
 * the log parts cached tokens from the others; who, where and which model are the API event's
 * first, for it shows what the caller sent.
 *
 * @param calledAt the log's time; else the end less a known latency; else the event's time
 * @param completedAt the completion's time; else the API event's; else the log's plus a known
 *     latency
 * @param startedAt the end less a known latency, else {@code calledAt}; never after the end
 * @param modelByCompletion the model is known from the stream's completion alone, which names the
 *     model and never the profile
 * @param completionModelId the model that the stream's completion names; null: it has not come
 */
public record Facts(
    long calledAt,
    long startedAt,
    long completedAt,
    @Nullable String sourceRegion,
    @Nullable String operation,
    boolean streaming,
    Endpoint endpoint,
    @Nullable String modelId,
    boolean modelByCompletion,
    @Nullable String completionModelId,
    @Nullable String principal,
    @Nullable String errorCode,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Long maxTokens,
    Basis maxTokensBasis,
    @Nullable Long latencyMs,
    @Nullable Long firstTokenMs,
    boolean guardrailBlocked,
    @Nullable String tier,
    SortedMap<String, String> metadata) {

  /** Stands for a witness that has not come. */
  private static final Statement SILENT = new Statement.Draft().build();

  public static Facts of(Call call) {
    Statement trail = said(call.api());
    Statement completion = said(call.completion());
    Statement logged = said(call.log());
    Statement api = trail == null ? SILENT : trail;
    Statement end = completion == null ? SILENT : completion;
    Statement log = logged == null ? SILENT : logged;
    Long latency = first(latency(log), latency(end), latency(api));
    long completedAt = completedAt(trail, completion, logged, latency);
    long calledAt =
        logged != null
            ? log.eventAt()
            : latency != null ? completedAt - latency : trail != null ? api.eventAt() : completedAt;
    long startedAt = Math.min(latency != null ? completedAt - latency : calledAt, completedAt);
    String model = first(api.modelId(), log.modelId(), null);
    Long maxTokens = first(log.maxTokens(), api.maxTokens(), null);
    boolean bodyRead = log.bodyRead() || api.bodyRead();
    return new Facts(
        calledAt,
        startedAt,
        completedAt,
        first(api.sourceRegion(), log.sourceRegion(), end.sourceRegion()),
        first(api.operation(), log.operation(), end.operation()),
        Awaited.streams(trail, completion, logged),
        api.endpoint(),
        first(model, end.modelId(), null),
        model == null && end.modelId() != null,
        end.modelId(),
        first(api.principal(), log.principal(), end.principal()),
        Awaited.error(trail, completion, logged),
        first(log.inputTokens(), end.inputTokens(), api.inputTokens()),
        first(log.outputTokens(), end.outputTokens(), api.outputTokens()),
        first(log.cacheReadTokens(), end.cacheReadTokens(), api.cacheReadTokens()),
        first(log.cacheWriteTokens(), end.cacheWriteTokens(), api.cacheWriteTokens()),
        maxTokens,
        maxTokens != null ? Basis.STATED : bodyRead ? Basis.UNSET : Basis.UNSEEN,
        latency,
        first(log.firstTokenMs(), end.firstTokenMs(), api.firstTokenMs()),
        log.guardrailBlocked(),
        first(api.tier(), log.tier(), end.tier()),
        metadata(api, log));
  }

  /** Nobody states a token, or all that is stated is zero. */
  boolean noTokens() {
    return zero(inputTokens)
        && zero(outputTokens)
        && zero(cacheReadTokens)
        && zero(cacheWriteTokens);
  }

  private static boolean zero(@Nullable Long tokens) {
    return tokens == null || tokens == 0;
  }

  private static long completedAt(
      @Nullable Statement api,
      @Nullable Statement end,
      @Nullable Statement log,
      @Nullable Long latency) {
    if (end != null) {
      return end.eventAt();
    }
    if (api != null) {
      return api.eventAt();
    }
    if (log == null) {
      throw new IllegalStateException("a call has at least one witness, this one has none");
    }
    return log.eventAt() + (latency == null ? 0 : latency);
  }

  private static SortedMap<String, String> metadata(Statement api, Statement log) {
    if (api.metadata().isEmpty()) {
      return log.metadata();
    }
    SortedMap<String, String> both = new TreeMap<>(api.metadata());
    both.putAll(log.metadata());
    return both;
  }

  private static @Nullable Statement said(@Nullable Slot slot) {
    return slot == null ? null : slot.effective();
  }

  /** A negative latency is no latency. */
  private static @Nullable Long latency(Statement s) {
    Long latency = s.latencyMs();
    return latency == null || latency < 0 ? null : latency;
  }

  private static <T> @Nullable T first(@Nullable T a, @Nullable T b, @Nullable T c) {
    return a != null ? a : b != null ? b : c;
  }
}
