package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.config.ConfigFile;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DockerFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCKER = ROOT.resolve("docker");
  private static final Path CLUSTER = DOCKER.resolve("cluster");

  /** Built on the way, as the README says; not there in a fresh clone. */
  private static final Set<String> BUILT = Set.of("web/target/", "docker/job-jar/target/");

  @Test
  void the_settings_in_the_image_are_settings_that_landfall_takes() throws Exception {
    LandfallConfig config = ConfigFile.read(DOCKER.resolve("landfall.yaml"), Map.of());
    assertThat(config.lake()).isEqualTo(LakePlace.in(Path.of("/data/lake")));
    assertThat(PolicyFile.read(DOCKER.resolve("policy.yaml")).at(0).version()).isEqualTo("1");
  }

  @Test
  void every_page_and_server_is_published_on_loopback() throws Exception {
    for (Path compose : composeFiles()) {
      for (Map<?, ?> service : services(compose)) {
        for (Object port : list(service.get("ports"))) {
          assertThat(port.toString()).as(compose.toString()).startsWith("127.0.0.1:");
        }
      }
    }
  }

  @Test
  void the_logs_are_mounted_read_only() throws Exception {
    Map<?, ?> service = services(DOCKER.resolve("compose.yaml")).get(0);
    assertThat(list(service.get("volumes")).get(0).toString()).endsWith(":/data/logs:ro");
  }

  @Test
  void every_service_has_an_image_that_is_pinned_or_built_here() throws Exception {
    for (Path compose : composeFiles()) {
      for (Map<?, ?> service : services(compose)) {
        String image = (String) service.get("image");
        assertThat(image).as(service.toString()).isNotNull();
        if (service.get("build") instanceof Map<?, ?> build) {
          Path context = compose.resolveSibling((String) build.get("context")).normalize();
          Path dockerfile = context.resolve((String) build.get("dockerfile"));
          assertThat(dockerfile).exists();
          assertCopiesExist(context, Files.readString(dockerfile));
        } else {
          assertThat(image).matches("[a-z0-9/-]+:v?[0-9]+[0-9.]*");
        }
      }
    }
  }

  private static void assertCopiesExist(Path context, String dockerfile) {
    for (String line : dockerfile.lines().filter(l -> l.startsWith("COPY ")).toList()) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length - 1; i++) {
        String source = words[i];
        assertThat(BUILT.stream().anyMatch(source::startsWith) || exists(context, source))
            .as(line)
            .isTrue();
      }
    }
  }

  private static boolean exists(Path context, String source) {
    return Files.exists(context.resolve(source));
  }

  @Test
  void every_file_that_a_service_mounts_is_there() throws Exception {
    int files = 0;
    for (Path compose : composeFiles()) {
      for (Map<?, ?> service : services(compose)) {
        for (Object volume : list(service.get("volumes"))) {
          String from = volume.toString().split(":")[0];
          if (from.startsWith(".")) {
            assertThat(compose.resolveSibling(from)).exists();
            files++;
          }
        }
      }
    }
    assertThat(files).isGreaterThan(5);
  }

  @Test
  void services_that_are_waited_for_exist() throws Exception {
    for (Path compose : composeFiles()) {
      Map<?, ?> all = (Map<?, ?>) yaml(Files.readString(compose)).get(0).get("services");
      for (Map<?, ?> service : services(compose)) {
        for (Object other : list(service.get("depends_on"))) {
          assertThat(all.containsKey(other)).as(other.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void the_clusters_settings_name_its_own_services() throws Exception {
    String text = Files.readString(CLUSTER.resolve("landfall.yaml"));
    LandfallConfig config = ConfigFile.read(CLUSTER.resolve("landfall.yaml"), Map.of());
    assertThat(config.lake().text()).isEqualTo("s3://landfall/lake");
    Map<?, ?> services =
        (Map<?, ?>) yaml(Files.readString(CLUSTER.resolve("compose.yaml"))).get(0).get("services");
    Matcher hosts = Pattern.compile("http://([a-z0-9]+):").matcher(text);
    int found = 0;
    for (; hosts.find(); found++) {
      assertThat(services.containsKey(hosts.group(1))).as(hosts.group(1)).isTrue();
    }
    assertThat(found).isEqualTo(2);
  }

  @Test
  void the_kubernetes_manifest_holds_settings_and_what_it_mounts(@TempDir Path folder)
      throws Exception {
    List<Map<String, Object>> all =
        yaml(Files.readString(DOCKER.resolve("kubernetes/flinkdeployment.yaml")));
    Map<?, ?> data = (Map<?, ?>) kind(all, "ConfigMap").get("data");
    Path config = folder.resolve("landfall.yaml");
    Files.writeString(config, (String) data.get("landfall.yaml"));
    Files.writeString(folder.resolve("policy.yaml"), (String) data.get("policy.yaml"));
    String lake = ConfigFile.read(config, Map.of()).lake().text();
    assertThat(PolicyFile.read(folder.resolve("policy.yaml")).versions()).hasSize(1);

    Map<?, ?> spec = (Map<?, ?>) kind(all, "FlinkDeployment").get("spec");
    Map<?, ?> flink = (Map<?, ?>) spec.get("flinkConfiguration");
    Map<?, ?> job = (Map<?, ?>) spec.get("job");
    assertThat(flink.get("execution.checkpointing.dir")).isEqualTo(lake + "/_checkpoints");
    assertThat(flink.get("high-availability.type")).isEqualTo("kubernetes");
    assertThat(job.get("upgradeMode")).isEqualTo("savepoint");
    assertThat(list(job.get("args")).get(1)).isEqualTo("/etc/landfall/landfall.yaml");
    assertThat(Class.forName((String) job.get("entryClass")).getMethod("main", String[].class))
        .isNotNull();
    assertThat(Files.readString(CLUSTER.resolve("Dockerfile.flink")))
        .contains(((String) job.get("jarURI")).substring("local://".length()));
    assertThat(kind(all, "Deployment").toString()).contains("/etc/landfall/landfall.yaml");
    assertThat(kind(all, "Service")).isNotEmpty();
  }

  @Test
  void the_managed_services_template_sets_what_the_job_must_not() throws Exception {
    String text =
        Files.readString(DOCKER.resolve("managed-flink/application.yaml"))
            .replace("!Ref ", "Ref-"); // the tag is CloudFormation's own
    Map<?, ?> resources = (Map<?, ?>) yaml(text).get(0).get("Resources");
    Map<?, ?> application = (Map<?, ?>) resources.get("Application");
    assertThat(application.get("Type")).isEqualTo("AWS::KinesisAnalyticsV2::Application");
    String properties = application.get("Properties").toString();
    assertThat(properties)
        .contains(
            "CheckpointInterval=60000", "PropertyGroupId=landfall", "config.uri=Ref-ConfigUri")
        .contains("ParallelismConfiguration", "SnapshotsEnabled=true");
  }

  @Test
  void the_local_cluster_listens_on_loopback_only() throws Exception {
    String script = Files.readString(DOCKER.resolve("local-cluster"));
    assertThat(Files.isExecutable(DOCKER.resolve("local-cluster"))).isTrue();
    assertThat(script)
        .contains("bind-host: 127.0.0.1", "bind-address: 127.0.0.1")
        .doesNotContain("0.0.0.0", "PrometheusReporter", "pkill", "killall");
  }

  @Test
  void no_file_names_a_registry_or_a_place_to_download_from() throws Exception {
    try (Stream<Path> files = Files.walk(DOCKER)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f) && !f.toString().contains("target")).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(
                "(ghcr|quay|docker|gcr)\\.io|https://[a-z0-9.-]+/.*\\.(jar|tgz)");
      }
    }
  }

  private static List<Path> composeFiles() {
    return List.of(DOCKER.resolve("compose.yaml"), CLUSTER.resolve("compose.yaml"));
  }

  private static List<Map<?, ?>> services(Path compose) throws IOException {
    List<Map<?, ?>> services = new ArrayList<>();
    Map<?, ?> all = (Map<?, ?>) yaml(Files.readString(compose)).get(0).get("services");
    all.values().forEach(service -> services.add((Map<?, ?>) service));
    assertThat(services).isNotEmpty();
    return services;
  }

  private static Map<String, Object> kind(List<Map<String, Object>> all, String kind) {
    return all.stream().filter(each -> kind.equals(each.get("kind"))).findFirst().orElseThrow();
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> yaml(String text) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new org.snakeyaml.engine.v2.schema.CoreSchema()).build();
    List<Map<String, Object>> documents = new ArrayList<>();
    new Load(settings)
        .loadAllFromString(text)
        .forEach(document -> documents.add((Map<String, Object>) document));
    return documents;
  }
}
