package dev.landfall.core.judge;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.PairingLabel;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.quota.QuotaUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything decided of one call: what it shares with calls like it, and its own amounts.
 *
 * <p>Missing: as in the columns of the table calls, which it fills.
 *
 * @param burnTokens settled quota tokens; null: not known
 * @param reservedTokens quota tokens held while it ran; null: not known
 * @param quota what to add to the ledger; null: no quota row is known
 */
public record Judgement(
    Call call,
    Facts facts,
    Decision decision,
    @Nullable Long burnTokens,
    @Nullable Long reservedTokens,
    @Nullable QuotaUse quota) {

  /** Whether Landfall planted the call itself: it counts nowhere. */
  public boolean canary() {
    return decision.workload().id().equals(Canary.WORKLOAD);
  }

  /** Base model id; null: the id does not tell. */
  public @Nullable String model() {
    return decision.model();
  }

  /** Inference profile id or ARN; null: none was used. */
  public @Nullable String profile() {
    return decision.profile();
  }

  /** What the model id names, by name; null: no model id is said. */
  public @Nullable String profileKind() {
    return decision.profileKind();
  }

  public PairingLabel pairing() {
    return decision.pairing();
  }

  public Verdict verdict() {
    return decision.verdict();
  }

  /** Why the Region is unknown; null for other verdicts. */
  public @Nullable String reason() {
    return decision.reason();
  }

  public SortedSet<String> trailRegions() {
    return decision.trailRegions();
  }

  public SortedSet<String> logRegions() {
    return decision.logRegions();
  }

  /** The catalogue's destinations of the profile; null: open, unknown or none. */
  public @Nullable SortedSet<String> boundedRegions() {
    return decision.boundedRegions();
  }

  /** Where it ran; null: not shown, or nothing ran. */
  public @Nullable String inferenceRegion() {
    return decision.inferenceRegion();
  }

  public @Nullable String country() {
    return decision.country();
  }

  public boolean outsideCatalogue() {
    return decision.outsideCatalogue();
  }

  public Workload workload() {
    return decision.workload();
  }

  public Placement placement() {
    return decision.placement();
  }

  public String policyVersion() {
    return decision.policyVersion();
  }

  public String catalogueVersion() {
    return decision.catalogueVersion();
  }

  /** On-demand, cross-region, global or mantle; null: none or unknown. */
  public @Nullable String quotaRow() {
    return decision.tariff().row();
  }

  public @Nullable Long burndown() {
    return decision.tariff().burndown();
  }

  /** What the rules object to, at the time of the call. */
  public List<Ground> grounds() {
    if (decision.grounds().isEmpty()) {
      return List.of();
    }
    List<Ground> grounds = new ArrayList<>(decision.grounds().size());
    for (Ground ground : decision.grounds()) {
      grounds.add(ground.dated(facts.calledAt()));
    }
    return Collections.unmodifiableList(grounds);
  }

  /** Ids of the rules this call is ground for, sorted. */
  public SortedSet<String> rules() {
    return decision.rules();
  }
}
