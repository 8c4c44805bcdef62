package dev.landfall.core.detect;

import java.util.List;

/** The one list of rules. Ids are stored and shown; they never change. */
public final class Detectors {
  private Detectors() {}

  public static List<DetectorSpec> all() {
    return List.of(
        ResidencyRule.SPEC,
        UnprovenRule.SPEC,
        ExposureRule.SPEC,
        ClassificationRule.SPEC,
        CatalogueRules.OUTSIDE,
        CatalogueRules.GAP,
        EvidenceGrounds.SPEC);
  }
}
