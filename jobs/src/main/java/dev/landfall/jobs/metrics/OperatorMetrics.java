package dev.landfall.jobs.metrics;

import dev.landfall.core.metrics.Metric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Registers our metrics with an operator's group, so that any reporter of Flink shows them.
 *
 * <p>Shape: a group {@code landfall}, a key and value group for each label, then the metric's name
 * without its prefix. A name may be registered once per operator and labels; keep what you get.
 */
public final class OperatorMetrics {
  static final String GROUP = "landfall";

  private OperatorMetrics() {}

  /** {@code labels} in the order in which the metric names them. */
  public static Counter counter(MetricGroup operator, Metric metric, String... labels) {
    return labelled(operator, metric, labels).counter(metric.tail());
  }

  /** A gauge that has nothing to say returns {@link Double#NaN}. */
  public static void gauge(
      MetricGroup operator, Metric metric, Gauge<Double> value, String... labels) {
    labelled(operator, metric, labels).gauge(metric.tail(), value);
  }

  private static MetricGroup labelled(MetricGroup operator, Metric metric, String... labels) {
    MetricGroup group = operator.addGroup(GROUP);
    for (int i = 0; i < labels.length; i++) {
      group = group.addGroup(metric.labels().get(i), labels[i]);
    }
    return group;
  }
}
