package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe's verbs as a process that has neither credentials nor a way to find any. */
class ProbeVerbIT {
  private static final String PLAN =
      """
      targets:
        - { name: akl, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: [Converse, ConverseStream],
            usd_per_million: { in: 3.3, out: 16.5 } }
      schedule: { rate: 6/m, for: 10m }
      """;

  @TempDir private Path folder;
  private String out = "";
  private String err = "";

  @BeforeEach
  void plan() throws Exception {
    Files.writeString(folder.resolve("plan.yaml"), PLAN);
  }

  private void setUp() throws Exception {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("landfall.yaml"), "sources: [{ type: directory, path: ./logs }]\n");
    Files.writeString(
        folder.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-11-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");
  }

  private int run(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.home=" + folder);
    command.add("-cp");
    command.add(Path.of("target", "dist", "lib").toAbsolutePath() + "/*");
    command.add("dev.landfall.web.cli.Main");
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AWS_"));
    env.put("AWS_EC2_METADATA_DISABLED", "true");
    env.put("HOME", folder.toString());
    Path data = folder.resolve("out.txt");
    Path said = folder.resolve("err.txt");
    Process process = builder.redirectOutput(data.toFile()).redirectError(said.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    out = Files.readString(data);
    err = Files.readString(said);
    return process.exitValue();
  }

  @Test
  void a_dry_run_needs_neither_credentials_nor_a_configuration() throws Exception {
    assertThat(run("probe", "run", "--plan", "plan.yaml", "--dry-run")).isEqualTo(Exit.FINE);
    assertThat(out)
        .contains("66 requests", "6 warm-up", "worst cost", "no applied quota", "caps: run 200")
        .contains("akl/ConverseStream");
    assertThat(err).isEmpty();

    assertThat(run("probe", "run", "--plan", "plan.yaml", "--dry-run", "--json")).isZero();
    assertThat(out).contains("\"requests\":66", "\"worst_usd\":");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void a_real_run_without_credentials_fails_with_one_clear_line() throws Exception {
    setUp();
    assertThat(run("probe", "run", "--plan", "plan.yaml")).isEqualTo(Exit.CANNOT_SAY);
    assertThat(err.strip().lines()).hasSize(1);
    assertThat(err).contains("no AWS credentials").contains("AWS_PROFILE");
    assertThat(out).isEmpty();
    assertThat(folder.resolve("lake/_probes/spend")).doesNotExist();
  }

  @Test
  void a_fault_in_the_plan_is_named_with_its_place() throws Exception {
    setUp();
    Files.writeString(folder.resolve("plan.yaml"), PLAN.replace("schedule", "shedule"));
    assertThat(run("probe", "run", "--plan", "plan.yaml", "--dry-run")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(err).contains("plan.yaml:4:1").contains("did you mean 'schedule'");
  }

  @Test
  void stop_and_resume_set_and_clear_the_switch() throws Exception {
    setUp();
    assertThat(run("probe", "stop")).isZero();
    assertThat(folder.resolve("lake/_probes/STOP")).exists();
    assertThat(run("probe", "resume")).isZero();
    assertThat(folder.resolve("lake/_probes/STOP")).doesNotExist();
  }

  @Test
  void the_window_test_says_what_it_needs_and_sends_nothing_unasked() throws Exception {
    setUp();
    assertThat(run("probe", "quota-window", "--plan", "plan.yaml", "--target", "akl/Converse"))
        .isEqualTo(Exit.CANNOT_SAY);
    assertThat(err).contains("needs the applied quota");
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: "1"
        effective_from: 2026-11-01T00:00:00Z
        quotas:
          - { account: "111122223333", region: ap-southeast-6, model: anthropic.claude-sonnet-4-6, row: cross-region, tokens_per_minute: 200000 }
        """);
    Files.writeString(
        folder.resolve("plan.yaml"),
        PLAN.replace("usd_per", "max_tokens: 64000, usd_per")
            .replace("[Converse, ConverseStream]", "Converse"));
    assertThat(run("probe", "quota-window", "--plan", "plan.yaml")).isEqualTo(Exit.FINE);
    assertThat(out).contains("200,000 tokens a minute", "4 requests at once");
    assertThat(err).contains("nothing was sent");
  }
}
