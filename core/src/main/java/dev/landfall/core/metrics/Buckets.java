package dev.landfall.core.metrics;

import java.util.List;

/** The bounds of the histograms, in seconds, rising; the last one holds everything. */
public final class Buckets {
  public static final String ALL = "+Inf";

  private static final double[] DELIVERY = {
    1, 5, 15, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400
  };
  private static final double[] DECISION = {0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600};
  private static final double[] HTTP = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  private Buckets() {}

  public static double[] of(Metric metric) {
    return switch (metric) {
      case DELIVERY_DELAY -> DELIVERY.clone();
      case DECISION_DELAY -> DECISION.clone();
      case HTTP_DURATION -> HTTP.clone();
      default -> throw new IllegalArgumentException(metric.id() + " is no histogram");
    };
  }

  /** Labels {@code le} of all buckets, {@link #ALL} last. */
  public static List<String> labels(Metric metric) {
    double[] bounds = of(metric);
    String[] labels = new String[bounds.length + 1];
    for (int i = 0; i < bounds.length; i++) {
      labels[i] =
          bounds[i] == Math.rint(bounds[i])
              ? Long.toString((long) bounds[i])
              : Double.toString(bounds[i]);
    }
    labels[bounds.length] = ALL;
    return List.of(labels);
  }
}
