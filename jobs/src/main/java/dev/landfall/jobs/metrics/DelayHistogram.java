package dev.landfall.jobs.metrics;

import dev.landfall.core.metrics.Buckets;
import dev.landfall.core.metrics.Metric;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A histogram of delays as Prometheus counts them: each bucket holds all that are no longer.
 *
 * <p>Flink's own histograms keep quantiles of a sample, which cannot be added over tasks. Threads:
 * the operator's.
 */
public final class DelayHistogram {
  private final double[] bounds;
  private final Counter[] buckets;
  private final Counter count;
  private volatile double sum;

  public DelayHistogram(MetricGroup operator, Metric metric) {
    bounds = Buckets.of(metric);
    List<String> labels = Buckets.labels(metric);
    MetricGroup group = operator.addGroup(OperatorMetrics.GROUP);
    buckets = new Counter[labels.size()];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = group.addGroup("le", labels.get(i)).counter(metric.tail() + "_bucket");
    }
    count = group.counter(metric.tail() + "_count");
    group.gauge(metric.tail() + "_sum", () -> sum);
  }

  /** A delay below zero, by clocks that differ, counts as none. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; others read
  public void observe(long millis) {
    double seconds = Math.max(0, millis) / 1000.0;
    int first = 0;
    while (first < bounds.length && bounds[first] < seconds) {
      first++;
    }
    for (int i = first; i < buckets.length; i++) {
      buckets[i].inc();
    }
    count.inc();
    sum += seconds;
  }
}
