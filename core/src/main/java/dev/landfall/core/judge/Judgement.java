package dev.landfall.core.judge;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.PairingLabel;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.quota.QuotaUse;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything decided of one call.
 *
 * <p>Missing: as in the columns of the table calls, which it fills.
 *
 * @param model base model id; null: the id does not tell
 * @param profile inference profile id or ARN; null: none was used
 * @param profileKind what the model id names, by name; null: no model id is said
 * @param reason why the Region is unknown; null for other verdicts
 * @param boundedRegions the catalogue's destinations of the profile; null: open, unknown or none
 * @param inferenceRegion where it ran; null: not shown, or nothing ran
 * @param quotaRow on-demand, cross-region, global or mantle; null: none or unknown
 * @param quota what to add to the ledger; null: no quota row is known
 * @param rules ids of the rules this call is ground for, sorted
 */
public record Judgement(
    Call call,
    Facts facts,
    @Nullable String model,
    @Nullable String profile,
    @Nullable String profileKind,
    PairingLabel pairing,
    Verdict verdict,
    @Nullable String reason,
    SortedSet<String> trailRegions,
    SortedSet<String> logRegions,
    @Nullable SortedSet<String> boundedRegions,
    @Nullable String inferenceRegion,
    @Nullable String country,
    boolean outsideCatalogue,
    Workload workload,
    Placement placement,
    String policyVersion,
    String catalogueVersion,
    @Nullable String quotaRow,
    @Nullable Long burndown,
    @Nullable Long burnTokens,
    @Nullable Long reservedTokens,
    @Nullable QuotaUse quota,
    List<Ground> grounds,
    SortedSet<String> rules) {

  /** Whether Landfall planted the call itself: it counts nowhere. */
  public boolean canary() {
    return workload.id().equals(Canary.WORKLOAD);
  }
}
