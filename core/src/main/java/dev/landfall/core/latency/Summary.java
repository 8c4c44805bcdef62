package dev.landfall.core.latency;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one group of times: how many, and each quantile with its interval.
 *
 * <p>Units: milliseconds. Missing: a quantile or interval is null where there are too few values.
 */
public final class Summary {
  private final long size;
  private final Map<Quantile, Double> quantiles = new EnumMap<>(Quantile.class);
  private final Map<Quantile, Interval> intervals = new EnumMap<>(Quantile.class);

  private Summary(Latencies of) {
    size = of.size();
    for (Quantile quantile : Quantile.values()) {
      Double value = of.quantile(quantile);
      if (value != null) {
        quantiles.put(quantile, value);
      }
      Interval interval = Bootstrap.interval(of, quantile);
      if (interval != null) {
        intervals.put(quantile, interval);
      }
    }
  }

  public static Summary of(Latencies latencies) {
    return new Summary(latencies);
  }

  public long size() {
    return size;
  }

  public @Nullable Double value(Quantile quantile) {
    return quantiles.get(quantile);
  }

  public @Nullable Interval interval(Quantile quantile) {
    return intervals.get(quantile);
  }
}
