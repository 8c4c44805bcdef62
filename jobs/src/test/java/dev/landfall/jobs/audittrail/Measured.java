package dev.landfall.jobs.audittrail;

import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a service measured, asked as a dashboard asks. */
record Measured(List<Sample> samples) {

  static Measured of(List<Sample> samples) {
    return new Measured(samples);
  }

  Set<Metric> names() {
    return samples.stream().map(Sample::metric).collect(Collectors.toSet());
  }

  double sum(Metric metric) {
    return part(metric, "");
  }

  double part(Metric metric, String part) {
    return samples.stream()
        .filter(s -> s.metric() == metric && s.part().equals(part))
        .mapToDouble(Sample::value)
        .sum();
  }

  /** The sample whose only label has that value; fails if there is none. */
  double one(Metric metric, String label) {
    return samples.stream()
        .filter(s -> s.metric() == metric && s.labels().containsValue(label))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + metric.id() + " of " + label));
  }
}
