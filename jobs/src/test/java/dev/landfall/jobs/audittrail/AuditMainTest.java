package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditMainTest {
  private static final String CONFIG =
      """
      lake: s3://my-bucket/lake
      lake_access: { region: "${region}" }
      sources: [{ type: cloudtrail-lookup, region: ap-southeast-6 }]
      """;
  private static final String POLICY =
      """
      version: "7"
      effective_from: 2026-11-01T00:00:00Z
      default: { allowed: [NZ] }
      """;

  @TempDir Path folder;

  private Settings managed(Map<String, String> properties) throws Exception {
    Path file = folder.resolve("application_properties.json");
    new JsonMapper()
        .writeValue(
            file.toFile(),
            List.of(
                Map.of("PropertyGroupId", "other", "PropertyMap", Map.of("config", "wrong")),
                Map.of("PropertyGroupId", "landfall", "PropertyMap", properties)));
    return AuditMain.settings(List.of(), Map.of(), file);
  }

  @Test
  void the_managed_services_properties_hold_configuration_and_policy() throws Exception {
    Settings settings =
        managed(Map.of("config", CONFIG, "policy", POLICY, "region", "ap-southeast-2"));

    assertThat(settings.lake().text()).isEqualTo("s3://my-bucket/lake");
    assertThat(((LakePlace.Bucket) settings.lake()).access().aws().region())
        .isEqualTo("ap-southeast-2");
    assertThat(settings.policy().at(1_793_534_400_000L).version()).isEqualTo("7");
  }

  @Test
  void what_the_service_cannot_do_is_said_before_anything_starts() {
    assertThatThrownBy(() -> managed(Map.of("policy", POLICY)))
        .hasMessageContaining("either 'config' or 'config.uri'");
    assertThatThrownBy(
            () ->
                managed(
                    Map.of(
                        "config",
                        "sources: [{ type: directory, path: ./logs }]",
                        "policy",
                        POLICY)))
        .hasMessageContaining("lake: must be in a bucket");
    assertThatThrownBy(
            () ->
                managed(
                    Map.of(
                        "config",
                        "lake: s3://b12/l\nlake_access: { region: ap-southeast-6 }\n"
                            + "sources: [{ type: directory, path: /logs }]",
                        "policy",
                        POLICY)))
        .hasMessageContaining("a folder cannot be read here");
    assertThatThrownBy(() -> managed(Map.of("config.uri", "my-bucket/f", "policy", POLICY)))
        .hasMessageContaining("not a place like s3://bucket/key");
    assertThatThrownBy(() -> AuditMain.settings(List.of(), Map.of(), folder.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("say --config");
  }

  @Test
  void files_are_read_where_there_are_files() throws Exception {
    Files.writeString(
        folder.resolve("landfall.yaml"), "sources: [{ type: directory, path: logs }]\n");
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Settings settings =
        AuditMain.settings(
            List.of("--config", folder.resolve("landfall.yaml").toString()),
            Map.of(),
            folder.resolve("none"));
    assertThat(settings.lake()).isEqualTo(LakePlace.in(folder.resolve("lake")));
  }

  @Test
  void an_application_sets_none_of_what_belongs_to_its_cluster() {
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
    ClusterJob.define(env, settings());

    Configuration conf = (Configuration) env.getConfiguration();
    assertThat(conf.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    for (var option :
        List.of(
            CheckpointingOptions.CHECKPOINTING_INTERVAL,
            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
            StateBackendOptions.STATE_BACKEND,
            RestartStrategyOptions.RESTART_STRATEGY,
            CoreOptions.DEFAULT_PARALLELISM,
            PipelineOptions.MAX_PARALLELISM)) {
      assertThat(conf.contains(option)).as(option.key()).isFalse();
    }
    assertThat(env.getStreamGraph().getStreamNodes()).isNotEmpty();
  }

  @Test
  void a_submitted_job_brings_its_checkpoints_and_its_parallelism() {
    Settings settings = settings();
    JobGraph graph = ClusterJob.graph(settings, 3);

    assertThat(graph.getJobConfiguration()).isNotNull();
    assertThat(graph.getCheckpointingSettings().getCheckpointCoordinatorConfiguration())
        .satisfies(c -> assertThat(c.getCheckpointInterval()).isEqualTo(60_000));
    assertThat(graph.getVertices())
        .allMatch(vertex -> vertex.getParallelism() == 3 || vertex.getMaxParallelism() == 1);
    assertThat(settings.savedStates().text()).isEqualTo(folder.resolve("lake/_checkpoints") + "");
  }

  @Test
  void checkpoints_elsewhere_are_kept_apart_by_lake() throws Exception {
    Path file = folder.resolve("landfall.yaml");
    Files.writeString(
        file, "cluster: { checkpoints: ./states }\nsources: [{ type: directory, path: logs }]\n");
    LandfallConfig config = LandfallConfig.read(file, Map.of());
    LandfallConfig other = config.withLake(LakePlace.in(folder.resolve("other")));

    assertThat(of(config).savedStates().text())
        .startsWith(folder.resolve("states/lake-").toString());
    assertThat(of(other).savedStates()).isNotEqualTo(of(config).savedStates());
  }

  private Settings settings() {
    return of(LandfallConfig.ofDirectory(folder, folder.resolve("logs")));
  }

  private static Settings of(LandfallConfig config) {
    return Settings.of(config, PolicyHistory.open(), Catalogue.shipped());
  }
}
