package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.config.ConfigFile;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DockerFilesTest {
  private static final Path DOCKER = Path.of("..", "docker");

  @Test
  void the_settings_in_the_image_are_settings_that_landfall_takes() throws Exception {
    LandfallConfig config = ConfigFile.read(DOCKER.resolve("landfall.yaml"), Map.of());
    assertThat(config.lake()).isEqualTo(LakePlace.in(Path.of("/data/lake")));
    assertThat(PolicyFile.read(DOCKER.resolve("policy.yaml")).at(0).version()).isEqualTo("1");
  }

  @Test
  void the_page_is_published_on_loopback_and_the_logs_are_mounted_read_only() throws Exception {
    String text = Files.readString(DOCKER.resolve("compose.yaml"));
    Map<?, ?> compose = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    Map<?, ?> service = (Map<?, ?>) ((Map<?, ?>) compose.get("services")).get("landfall");
    assertThat((List<?>) service.get("ports"))
        .allSatisfy(port -> assertThat((String) port).startsWith("127.0.0.1:"));
    assertThat(((List<?>) service.get("volumes")).get(0).toString()).endsWith(":/data/logs:ro");
    Map<?, ?> build = (Map<?, ?>) service.get("build");
    Path dockerfile =
        DOCKER.resolve((String) build.get("context")).resolve((String) build.get("dockerfile"));
    assertThat(dockerfile).exists();
    assertThat(Files.readString(dockerfile)).contains("dev.landfall.web.cli.Main");
  }
}
