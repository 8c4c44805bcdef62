package dev.landfall.jobs.metrics;

import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps our metrics of a cluster inside this process, for whoever asks by the cluster's id.
 *
 * <p>Shape: tasks of one operator are summed. What a task had counted when it ended stays in the
 * sum, so a restart of the job does not set counters back. Threads: safe.
 */
public final class EmbeddedReporter implements MetricReporter {
  /** Option of the reporter: the id under which it is asked for. */
  static final String ID = "id";

  private static final Map<String, EmbeddedReporter> OPEN = new ConcurrentHashMap<>();
  private static final String RESTARTS = "numRestarts";
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private final Map<org.apache.flink.metrics.Metric, Series> held = new ConcurrentHashMap<>();
  private final Map<Series, Double> ended = new HashMap<>();
  private String id = "";

  private record Series(Metric metric, String part, SortedMap<String, String> labels) {}

  /** What the cluster of that id has measured; nothing if it does not run. */
  public static List<Sample> samples(String id) {
    EmbeddedReporter reporter = OPEN.get(id);
    return reporter == null ? List.of() : reporter.samples();
  }

  @Override
  public void open(MetricConfig config) {
    id = config.getString(ID, "");
    OPEN.put(id, this);
  }

  @Override
  public void close() {
    OPEN.remove(id, this);
  }

  @Override
  public void notifyOfAddedMetric(
      org.apache.flink.metrics.Metric metric, String name, MetricGroup group) {
    Series series = series(name, group);
    if (series != null) {
      held.put(metric, series);
    }
  }

  @Override
  public void notifyOfRemovedMetric(
      org.apache.flink.metrics.Metric metric, String name, MetricGroup group) {
    Series series = held.remove(metric);
    if (series != null && series.metric.type() != Metric.Type.GAUGE) {
      synchronized (ended) {
        ended.merge(series, value(metric), Double::sum);
      }
    }
  }

  private List<Sample> samples() {
    Map<Series, Double> sums;
    synchronized (ended) {
      sums = new HashMap<>(ended);
    }
    held.forEach(
        (metric, series) -> {
          double value = value(metric);
          if (!Double.isNaN(value)) {
            sums.merge(series, value, Double::sum);
          }
        });
    List<Sample> samples = new ArrayList<>();
    sums.forEach(
        (series, value) ->
            samples.add(new Sample(series.metric, series.part, series.labels, value)));
    return samples;
  }

  private static double value(org.apache.flink.metrics.Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    Object value = metric instanceof Gauge<?> gauge ? gauge.getValue() : null;
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static @Nullable Series series(String name, MetricGroup group) {
    if (name.equals(RESTARTS)) {
      return new Series(Metric.JOB_RESTARTS, "", new TreeMap<>());
    }
    if (!Arrays.asList(group.getScopeComponents()).contains(OperatorMetrics.GROUP)) {
      return null;
    }
    for (Metric metric : Metric.values()) {
      if (name.startsWith(metric.tail())) {
        String part = name.substring(metric.tail().length());
        boolean histogram = metric.type() == Metric.Type.HISTOGRAM;
        if (histogram ? PARTS.contains(part) : part.isEmpty()) {
          return new Series(metric, part, labels(metric, part, group));
        }
      }
    }
    return null;
  }

  private static SortedMap<String, String> labels(Metric metric, String part, MetricGroup group) {
    List<String> names = new ArrayList<>(metric.labels());
    if (part.equals("_bucket")) {
      names.add("le");
    }
    SortedMap<String, String> labels = new TreeMap<>();
    for (String name : names) {
      String value = group.getAllVariables().get("<" + name + ">");
      labels.put(name, value == null ? "" : value);
    }
    return labels;
  }
}
