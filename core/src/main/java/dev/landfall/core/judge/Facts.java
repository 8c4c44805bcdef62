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

  private static final SortedMap<String, String> NO_METADATA =
      java.util.Collections.emptySortedMap();

  public static Facts of(Call call) {
    Statement api = said(call.api());
    Statement end = said(call.completion());
    Statement log = said(call.log());
    Long latency = first(latency(log), first(latency(end), latency(api)));
    long completedAt = completedAt(api, end, log, latency);
    long calledAt =
        log != null
            ? log.eventAt()
            : latency != null ? completedAt - latency : api != null ? api.eventAt() : completedAt;
    long startedAt = Math.min(latency != null ? completedAt - latency : calledAt, completedAt);
    String model = first(api == null ? null : api.modelId(), log == null ? null : log.modelId());
    String byCompletion = end == null ? null : end.modelId();
    Long maxTokens =
        first(log == null ? null : log.maxTokens(), api == null ? null : api.maxTokens());
    boolean bodyRead = log != null && log.bodyRead() || api != null && api.bodyRead();
    return new Facts(
        calledAt,
        startedAt,
        completedAt,
        pick(api, log, end, Statement::sourceRegion),
        pick(api, log, end, Statement::operation),
        Awaited.streams(call),
        api != null && api.endpoint() == Endpoint.MANTLE ? Endpoint.MANTLE : Endpoint.RUNTIME,
        first(model, byCompletion),
        model == null && byCompletion != null,
        byCompletion,
        pick(api, log, end, Statement::principal),
        Awaited.error(call),
        pick(log, end, api, Statement::inputTokens),
        pick(log, end, api, Statement::outputTokens),
        pick(log, end, api, Statement::cacheReadTokens),
        pick(log, end, api, Statement::cacheWriteTokens),
        maxTokens,
        maxTokens != null ? Basis.STATED : bodyRead ? Basis.UNSET : Basis.UNSEEN,
        latency,
        pick(log, end, api, Statement::firstTokenMs),
        log != null && log.guardrailBlocked(),
        pick(api, log, end, Statement::tier),
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

  private static SortedMap<String, String> metadata(
      @Nullable Statement api, @Nullable Statement log) {
    SortedMap<String, String> ofApi = api == null ? NO_METADATA : api.metadata();
    SortedMap<String, String> ofLog = log == null ? NO_METADATA : log.metadata();
    if (ofApi.isEmpty()) {
      return ofLog;
    }
    SortedMap<String, String> both = new TreeMap<>(ofApi);
    both.putAll(ofLog);
    return both;
  }

  private static @Nullable Statement said(@Nullable Slot slot) {
    return slot == null ? null : slot.effective();
  }

  /** A negative latency is no latency. */
  private static @Nullable Long latency(@Nullable Statement s) {
    Long latency = s == null ? null : s.latencyMs();
    return latency == null || latency < 0 ? null : latency;
  }

  private interface Field<T> {
    @Nullable T of(Statement statement);
  }

  private static <T> @Nullable T pick(
      @Nullable Statement a, @Nullable Statement b, @Nullable Statement c, Field<T> field) {
    T value = a == null ? null : field.of(a);
    if (value == null && b != null) {
      value = field.of(b);
    }
    if (value == null && c != null) {
      value = field.of(c);
    }
    return value;
  }

  private static <T> @Nullable T first(@Nullable T preferred, @Nullable T other) {
    return preferred != null ? preferred : other;
  }
}
