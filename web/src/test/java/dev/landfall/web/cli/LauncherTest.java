package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options the launcher gives Java, told by a Java that prints them. */
class LauncherTest {
  private static final String PARALLEL = "-XX:+UseParallelGC";

  @TempDir Path folder;

  @BeforeEach
  void install() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    Files.copy(root.resolve("landfall"), folder.resolve("landfall"));
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$1" in
          -XshowSettings*) echo '    java.specification.version = 17' >&2 ;;
          *) printf '%s\\n' "$@" ;;
        esac
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void a_replay_collects_in_parallel_and_the_service_as_java_chooses() throws Exception {
    assertThat(options("replay", Map.of())).contains(PARALLEL);
    assertThat(options("up", Map.of())).doesNotContain(PARALLEL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "LANDFALL_JAVA_OPTS"})
  void a_collector_asked_for_anywhere_is_the_only_one(String variable) throws Exception {
    assertThat(options("replay", Map.of(variable, "-Xss2m -XX:+UseSerialGC")))
        .doesNotContain(PARALLEL);
  }

  @Test
  void an_option_that_names_collection_but_no_collector_changes_nothing() throws Exception {
    assertThat(options("replay", Map.of("LANDFALL_JAVA_OPTS", "-XX:+DisableExplicitGC")))
        .contains(PARALLEL, "-XX:+DisableExplicitGC");
  }

  @Test
  void a_misspelt_option_is_java_s_to_refuse() throws Exception {
    assertThat(options("up", Map.of())).noneMatch(option -> option.contains("IgnoreUnrecognized"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.21", "16"})
  void a_java_that_is_too_old_by_its_own_file_is_refused(String version) throws Exception {
    Files.writeString(
        folder.resolve("jdk/release"),
        "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"" + version + "\"\n");
    Process process = launch("version", Map.of());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
  }

  private List<String> options(String verb, Map<String, String> environment) throws Exception {
    Process process = launch(verb, environment);
    try {
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return told.lines().toList();
    } finally {
      process.destroy();
    }
  }

  private Process launch(String verb, Map<String, String> environment) throws Exception {
    ProcessBuilder launcher =
        new ProcessBuilder(folder.resolve("landfall").toString(), verb)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    launcher
        .environment()
        .keySet()
        .removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "LANDFALL_JAVA_OPTS"));
    launcher.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    launcher.environment().putAll(environment);
    return launcher.start();
  }
}
