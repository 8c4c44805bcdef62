package dev.landfall.core.judge;

import dev.landfall.core.judge.Callers.Caller;
import dev.landfall.core.judge.Labels.Label;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Family;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.PairingLabel;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * All of a call that any rule may look at: calls of equal circumstances are decided alike.
 *
 * <p>Shape: identity, session, amounts and exact times are left out; of the time only the span
 * remains, in which neither policy nor catalogue changes. {@code equals} and {@code hashCode} are
 * written out because every call is looked up by them. Missing: as in {@link Facts}.
 *
 * @param span which of {@link Spans}
 * @param caller who made it, as far as any rule asks
 * @param label its metadata, as far as any rule asks
 * @param noTokens nobody states a token, or all that is stated is zero
 * @param completed a completion, or a correction of one, has come
 * @param trail every Region that the trail names
 * @param log every Region that the log names
 */
record Circumstances(
    int span,
    String account,
    Caller caller,
    @Nullable String modelId,
    boolean modelByCompletion,
    @Nullable String completionModelId,
    @Nullable String sourceRegion,
    Endpoint endpoint,
    @Nullable String errorCode,
    boolean noTokens,
    boolean guardrailBlocked,
    @Nullable String tier,
    Label label,
    PairingLabel pairing,
    boolean completed,
    SortedSet<String> trail,
    SortedSet<String> log) {

  static Circumstances of(Call call, Facts facts, Caller caller, Label label, int span) {
    return new Circumstances(
        span,
        call.key().account(),
        caller,
        facts.modelId(),
        facts.modelByCompletion(),
        facts.completionModelId(),
        facts.sourceRegion(),
        facts.endpoint(),
        facts.errorCode(),
        facts.noTokens(),
        facts.guardrailBlocked(),
        facts.tier(),
        label,
        PairingLabel.of(call),
        call.has(WitnessKind.COMPLETION),
        call.namedBy(Family.TRAIL),
        call.namedBy(Family.LOG));
  }

  /** Flags are left to {@link #equals}: few calls differ in them alone. */
  @Override
  public int hashCode() {
    int h = span * 31 + account.hashCode();
    h = h * 31 + caller.hashCode();
    h = h * 31 + hash(modelId);
    h = h * 31 + hash(completionModelId);
    h = h * 31 + hash(sourceRegion);
    h = h * 31 + hash(errorCode);
    h = h * 31 + hash(trail);
    h = h * 31 + hash(log);
    h = h * 31 + label.hashCode();
    return h * 31 + pairing.ordinal();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Circumstances that
        && span == that.span
        && modelByCompletion == that.modelByCompletion
        && noTokens == that.noTokens
        && guardrailBlocked == that.guardrailBlocked
        && completed == that.completed
        && endpoint == that.endpoint
        && pairing == that.pairing
        && account.equals(that.account)
        && caller.equals(that.caller)
        && Objects.equals(modelId, that.modelId)
        && Objects.equals(completionModelId, that.completionModelId)
        && Objects.equals(sourceRegion, that.sourceRegion)
        && Objects.equals(errorCode, that.errorCode)
        && Objects.equals(tier, that.tier)
        && trail.equals(that.trail)
        && log.equals(that.log)
        && label.equals(that.label);
  }

  private static int hash(@Nullable String text) {
    return text == null ? 0 : text.hashCode();
  }

  private static int hash(SortedSet<String> regions) {
    return regions.isEmpty() ? 0 : regions.size() + regions.first().hashCode();
  }
}
