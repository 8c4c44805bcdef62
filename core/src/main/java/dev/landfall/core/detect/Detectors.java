package dev.landfall.core.detect;

import dev.landfall.core.detect.fallback.ClientFallback;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.mix.RegionMixDrift;
import dev.landfall.core.detect.quota.QuotaPressure;
import dev.landfall.core.detect.quota.ThrottleRatio;
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
        EvidenceGrounds.SPEC,
        QuotaPressure.SPEC,
        ThrottleRatio.SPEC,
        RegionMixDrift.SPEC,
        LatencyRegression.SPEC,
        ClientFallback.SPEC);
  }
}
