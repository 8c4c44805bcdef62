package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.List;

/**
 * From which share on a rule speaks.
 *
 * @param quota shares of the applied quota, rising: warning, error, critical
 * @param throttleRatio share of attempts throttled
 * @param regionMix points above the baseline: review, page
 */
public record Thresholds(List<Double> quota, double throttleRatio, List<Double> regionMix)
    implements Serializable {

  public Thresholds {
    quota = rising("quota", quota, 3);
    regionMix = rising("region_mix", regionMix, 2);
    share("throttle_ratio", throttleRatio);
  }

  public static Thresholds defaults() {
    return new Thresholds(List.of(0.70, 0.85, 0.95), 0.05, List.of(0.20, 0.25));
  }

  private static List<Double> rising(String key, List<Double> values, int count) {
    double before = 0;
    for (double value : values) {
      share(key, value);
      if (value <= before) {
        throw new IllegalArgumentException(
            "thresholds.%s wants rising shares, got %s".formatted(key, values));
      }
      before = value;
    }
    if (values.size() != count) {
      throw new IllegalArgumentException(
          "thresholds.%s wants %d shares, got %s".formatted(key, count, values));
    }
    return List.copyOf(values);
  }

  private static void share(String key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "thresholds.%s wants shares above 0 and up to 1, got %s".formatted(key, value));
    }
  }
}
