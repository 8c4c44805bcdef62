package dev.landfall.ingest.generate;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a right reader must find out about one planned call, told from the plan.
 *
 * <p>Units: epoch milliseconds and tokens. Missing: {@code ranIn} is null where no Region may be
 * said; {@code settled} is null where no record states tokens.
 *
 * @param named every Region any record names, after corrections
 * @param ranIn observed Region, or the source Region by rule
 */
record TrueCall(
    CallPlan plan,
    String pairing,
    Verdict verdict,
    Set<String> named,
    @Nullable String ranIn,
    boolean tokensSaid,
    boolean cacheSaid,
    long calledMs,
    long startedMs,
    long completedMs) {

  static TrueCall of(CallPlan p) {
    @Nullable String trail = trailRegion(p);
    @Nullable String log = p.hasLog ? p.logRegion : null;
    boolean tokens =
        p.hasLog && p.logTokens || p.hasCompletion && p.completionTokens || p.hasApi && p.apiTokens;
    Set<String> named = new TreeSet<>();
    if (trail != null) {
      named.add(trail);
    }
    if (log != null) {
      named.add(log);
    }
    Verdict verdict = verdict(p, trail, log, tokens);
    long completed = completed(p);
    long started = p.latencyLogged() ? completed - p.latencyMs : Math.min(calledAt(p), completed);
    return new TrueCall(
        p,
        pairing(p),
        verdict,
        named,
        ranIn(p, verdict, named),
        tokens,
        p.hasLog && p.logTokens,
        calledAt(p),
        started,
        completed);
  }

  /** A completion alone does not tell by which profile its model was called. */
  boolean completionOnly() {
    return !plan.hasApi && !plan.hasLog;
  }

  /** The quota it counts against; null: none, or it cannot be told. */
  @Nullable String quotaRow() {
    return completionOnly() ? null : plan.lane.kind().quotaRow;
  }

  /** Cache writes count once, output by its multiple, cache reads nothing. */
  long settled() {
    String model = modelKnown();
    if (!tokensSaid || verdict == Verdict.NOT_RUN || model == null) {
      return 0;
    }
    long written = cacheSaid ? plan.cacheWrite : 0;
    return plan.input + written + plan.output * Atlas.burndown(model);
  }

  /** Input, cache writes and the limit, where a record shows them; a refused call holds nothing. */
  long reserved() {
    boolean known = tokensSaid && plan.maxTokens > 0 && (bodyLogged() || limitInTrail());
    if (!known || verdict == Verdict.NOT_RUN) {
      return 0;
    }
    return plan.input + (cacheSaid ? plan.cacheWrite : 0) + plan.maxTokens;
  }

  private boolean bodyLogged() {
    return plan.hasLog && plan.error == null && plan.lane.bodies() && !plan.bodyInS3;
  }

  private boolean limitInTrail() {
    return plan.hasApi && plan.op.converses();
  }

  /** A completion names the model that an application profile's id does not tell. */
  private @Nullable String modelKnown() {
    boolean told = plan.hasCompletion && plan.lane.kind() == Lane.Kind.APPLICATION;
    return told ? plan.lane.modelInCompletion() : plan.lane.model();
  }

  boolean throttled() {
    return plan.error != null && plan.error.startsWith("Throttling");
  }

  private static @Nullable String trailRegion(CallPlan p) {
    if (p.hasApi && p.amendedRegion != null) {
      return p.amendedRegion;
    }
    if (p.hasApi && p.apiRegion != null) {
      return p.apiRegion;
    }
    return p.hasCompletion ? p.completionRegion : null;
  }

  private static String pairing(CallPlan p) {
    if (p.hasApi || p.hasCompletion) {
      return p.hasLog ? "BOTH" : "TRAIL_ONLY";
    }
    return "LOG_ONLY";
  }

  private static Verdict verdict(
      CallPlan p, @Nullable String trail, @Nullable String log, boolean tokens) {
    if (trail != null && log != null) {
      return trail.equals(log) ? Verdict.AGREED : Verdict.CONFLICT;
    }
    if (trail != null) {
      return Verdict.TRAIL_ONLY_NAMED;
    }
    if (log != null) {
      return Verdict.LOG_ONLY_NAMED;
    }
    if (!tokens && !p.hasCompletion && refused(p.error)) {
      return Verdict.NOT_RUN;
    }
    return unnamed(p);
  }

  private static Verdict unnamed(CallPlan p) {
    if (!p.hasApi && !p.hasLog) {
      return Verdict.UNKNOWN;
    }
    if (p.lane.kind().stays()) {
      return Verdict.BY_RULE;
    }
    String profile = p.lane.profile();
    boolean closed =
        p.lane.kind() == Lane.Kind.GEOGRAPHIC
            && profile != null
            && Atlas.destinations(profile, p.lane.source()) != null;
    return closed ? Verdict.BOUNDED : Verdict.UNKNOWN;
  }

  private static boolean refused(@Nullable String error) {
    return error != null
        && (error.startsWith("Throttling")
            || error.startsWith("AccessDenied")
            || error.startsWith("ResourceNotFound")
            || error.startsWith("ServiceQuotaExceeded"));
  }

  private static @Nullable String ranIn(CallPlan p, Verdict verdict, Set<String> named) {
    if (verdict.observed()) {
      return named.iterator().next();
    }
    return verdict == Verdict.BY_RULE ? p.lane.source() : null;
  }

  private static long completed(CallPlan p) {
    if (p.hasCompletion) {
      return p.completionSecond() * 1000;
    }
    if (p.hasApi) {
      return p.apiSecond() * 1000;
    }
    return p.logSecond() * 1000 + (p.latencyLogged() ? p.latencyMs : 0);
  }

  private static long calledAt(CallPlan p) {
    if (p.hasLog) {
      return p.logSecond() * 1000;
    }
    return (p.hasApi ? p.apiSecond() : p.completionSecond()) * 1000;
  }
}
