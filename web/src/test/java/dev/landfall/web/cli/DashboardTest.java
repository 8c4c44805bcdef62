package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.metrics.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The provisioned dashboard queries a provisioned source for metrics that there are. */
class DashboardTest {
  private static final Path GRAFANA = Path.of("..", "docker", "cluster", "grafana");
  private static final Pattern METRIC = Pattern.compile("flink_[A-Za-z_]+");

  /** Flink's own, from its documentation of metrics, "Checkpointing" and "Availability". */
  private static final Set<String> FLINKS =
      Set.of(
          "flink_jobmanager_job_lastCheckpointSize",
          "flink_jobmanager_job_lastCheckpointDuration",
          "flink_jobmanager_job_numberOfCompletedCheckpoints",
          "flink_jobmanager_job_numberOfFailedCheckpoints",
          "flink_jobmanager_job_numRestarts");

  @Test
  void every_panel_queries_the_provisioned_source_for_a_metric_that_there_is() throws Exception {
    JsonNode dashboard =
        new JsonMapper().readTree(GRAFANA.resolve("dashboards/landfall.json").toFile());
    String source =
        (String)
            new Load(LoadSettings.builder().build())
                .loadFromString(
                    Files.readString(GRAFANA.resolve("provisioning/datasources/prometheus.yaml")))
                .toString()
                .replaceAll("(?s).*uid=([a-z-]+).*", "$1");
    assertThat(dashboard.path("panels")).isNotEmpty();
    Set<String> queried = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.path("description").asText()).as(panel.path("title").asText()).isNotEmpty();
      assertThat(
              panel
                  .path("fieldConfig")
                  .path("defaults")
                  .path("custom")
                  .path("spanNulls")
                  .asBoolean())
          .as("gaps stay gaps")
          .isFalse();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo(source);
        Matcher names = METRIC.matcher(target.path("expr").asText());
        assertThat(names.find()).as(target.path("expr").asText()).isTrue();
        do {
          queried.add(names.group());
        } while (names.find());
      }
    }
    assertThat(queried).hasSizeGreaterThan(8).isSubsetOf(names());
  }

  /** As Flink's Prometheus reporter names what the job's operators register: docs/metrics.md. */
  private static Set<String> names() {
    Set<String> names = new TreeSet<>(FLINKS);
    for (Metric metric : Metric.values()) {
      StringBuilder name = new StringBuilder("flink_taskmanager_job_task_operator_landfall_");
      metric.labels().forEach(label -> name.append(label).append('_'));
      if (metric.type() == Metric.Type.HISTOGRAM) {
        name.append("le_").append(metric.tail()).append("_bucket");
      } else {
        name.append(metric.tail());
      }
      names.add(name.toString());
    }
    return names;
  }
}
