package dev.landfall.jobs.metrics;

import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Flink finds it by its name in {@code META-INF/services}. */
public final class EmbeddedReporterFactory implements MetricReporterFactory {

  /** Makes the cluster with this configuration keep its metrics under that id. */
  public static void configure(Configuration conf, String id) {
    conf.setString("metrics.reporters", "embedded");
    conf.setString(
        "metrics.reporter.embedded.factory.class", EmbeddedReporterFactory.class.getName());
    conf.setString("metrics.reporter.embedded." + EmbeddedReporter.ID, id);
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new EmbeddedReporter();
  }
}
