package dev.landfall.core.metrics;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One number of a metric.
 *
 * @param part for a histogram {@code _bucket}, {@code _sum} or {@code _count}; else empty
 * @param labels the metric's own, and {@code le} for a bucket
 */
public record Sample(Metric metric, String part, SortedMap<String, String> labels, double value) {

  /** A whole number; exact up to 2^53. */
  public static Sample count(Metric metric, long value, String... labels) {
    return of(metric, (double) value, labels);
  }

  /** {@code labels} in the order in which the metric names them. */
  public static Sample of(Metric metric, double value, String... labels) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          "%s wants the labels %s".formatted(metric.id(), metric.labels()));
    }
    SortedMap<String, String> named = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      named.put(metric.labels().get(i), labels[i]);
    }
    return new Sample(metric, "", named, value);
  }
}
