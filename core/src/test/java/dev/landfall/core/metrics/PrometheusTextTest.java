package dev.landfall.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  @Test
  void each_metric_is_told_once_with_help_and_type_and_its_samples_together() {
    String text =
        PrometheusText.render(
            List.of(
                Sample.of(Metric.RECORDS, 3, "witness"),
                Sample.of(Metric.LAKE_VERSION, 7),
                Sample.of(Metric.RECORDS, 1.5, "late")));

    assertThat(text)
        .isEqualTo(
            """
            # HELP landfall_records_total Records by what became of them: witness, duplicate, addendum, change, ignored, rejected, late or canary (of a planted breach)
            # TYPE landfall_records_total counter
            landfall_records_total{outcome="late"} 1.5
            landfall_records_total{outcome="witness"} 3
            # HELP landfall_lake_version Version of the lake
            # TYPE landfall_lake_version gauge
            landfall_lake_version 7
            """);
  }

  @Test
  void quotes_backslashes_and_line_ends_in_a_label_are_escaped() {
    assertThat(PrometheusText.render(List.of(Sample.of(Metric.RECORDS_READ, 1, "a\"b\\c\nd"))))
        .contains("{source=\"a\\\"b\\\\c\\nd\"} 1\n");
  }

  @Test
  void buckets_come_in_the_order_of_their_bounds_before_sum_and_count() {
    List<Sample> samples =
        List.of(
            part("_count", null, 3),
            part("_bucket", "+Inf", 3),
            part("_bucket", "10", 2),
            part("_sum", null, 12.25),
            part("_bucket", "5", 1));

    assertThat(PrometheusText.render(samples).lines().skip(2))
        .containsExactly(
            "landfall_decision_delay_seconds_bucket{le=\"5\"} 1",
            "landfall_decision_delay_seconds_bucket{le=\"10\"} 2",
            "landfall_decision_delay_seconds_bucket{le=\"+Inf\"} 3",
            "landfall_decision_delay_seconds_sum 12.25",
            "landfall_decision_delay_seconds_count 3");
  }

  @Test
  void names_are_in_base_units_and_counters_say_so() {
    for (Metric metric : Metric.values()) {
      assertThat(metric.id()).matches("landfall_[a-z_]+[a-z]").doesNotContain("milli", "_ms");
      assertThat(metric.id().endsWith("_total")).isEqualTo(metric.type() == Metric.Type.COUNTER);
      if (metric.type() == Metric.Type.HISTOGRAM) {
        assertThat(metric.id()).endsWith("_seconds");
        assertThat(Buckets.of(metric)).isSorted();
      }
    }
    assertThatThrownBy(() -> Sample.of(Metric.RECORDS, 1)).hasMessageContaining("outcome");
  }

  private static Sample part(String part, String le, double value) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (le != null) {
      labels.put("le", le);
    }
    return new Sample(Metric.DECISION_DELAY, part, labels, value);
  }
}
