package dev.landfall.core.canary;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a canary a breach, and what keeps it apart from real ones.
 *
 * <p>A canary's call belongs to a workload of its own that allows its source Region only, so the
 * rule that tells of real breaches tells of it. Of what is found only that breach goes on, under a
 * rule id and a fingerprint that no real finding has.
 */
public final class Canary {
  /** The rule id of canaries in alerts; no detector has it. */
  public static final String RULE = "canary";

  /** The workload of canaries; no workload of a policy may take it. */
  public static final String WORKLOAD = "landfall-canary";

  /** The model id in a planted record: AWS has none of this name. */
  public static final String MODEL = "landfall.canary";

  /** Under which account canaries are planted unless the configuration names another. */
  public static final String ACCOUNT = "000000000000";

  private static final String ALERT = "canary-";
  private static final String BREACH = "residency-breach";
  private static final int VERSION = 1;

  private static final WitnessKind[] KINDS = WitnessKind.values();

  private Canary() {}

  /** Whether a record of the call is one that Landfall planted: its id and its model say so. */
  public static boolean marks(Call call) {
    if (!CanaryId.marks(call.key())) {
      return false;
    }
    for (WitnessKind kind : KINDS) {
      Slot slot = call.slot(kind);
      if (slot != null && MODEL.equals(slot.effective().modelId())) {
        return true;
      }
    }
    return false;
  }

  /** The same of one record. */
  public static boolean marks(Witness witness) {
    CallKey key = witness.key();
    return CanaryId.marks(key) && MODEL.equals(witness.statement().modelId());
  }

  /** Where a canary may run: nowhere but the Region it was called in. */
  public static Workload workload(@Nullable String sourceRegion) {
    Places home =
        sourceRegion == null || !Places.isRegionCode(sourceRegion)
            ? Places.anywhere()
            : Places.of(List.of(sourceRegion));
    return new Workload(WORKLOAD, null, null, Match.everything(), home, List.of(), null);
  }

  /** Of a canary's grounds the breach, as the canary's own; empty: the rules found none. */
  public static List<Ground> grounds(String requestId, List<Ground> found) {
    for (Ground each : found) {
      if (each.rule().equals(BREACH)) {
        return List.of(
            new Ground(
                RULE,
                VERSION,
                Severity.INFO,
                each.account(),
                WORKLOAD,
                null,
                each.region(),
                requestId,
                each.at(),
                "CANARY: a breach that Landfall planted itself; nothing is wrong"));
      }
    }
    return List.of();
  }

  /** The fingerprint of a canary's alert: each canary has its own. */
  public static String alert(@Nullable String canaryId) {
    return ALERT + canaryId;
  }

  /** Whether the alert, or the finding, is of a canary. */
  public static boolean isAlert(String alertId) {
    return alertId.startsWith(ALERT);
  }

  public static boolean isRule(String rule) {
    return rule.equals(RULE);
  }
}
