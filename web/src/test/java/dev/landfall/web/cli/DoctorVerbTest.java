package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.ingest.doctor.Line;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {
  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void lines_are_aligned_and_say_what_to_do() {
    String table =
        DoctorTable.of(
            List.of(
                Line.fine("disk", "/lake", "7 GiB free"),
                Line.gap("invocation-log", "ap-southeast-6", "switched off", "switch it on")),
            false);

    assertThat(table)
        .isEqualTo(
            """
            fine    disk            /lake           7 GiB free
            gap     invocation-log  ap-southeast-6  switched off
                                                    → switch it on

            1 fine, 1 gaps, 0 unknown
            """);
    assertThat(DoctorTable.of(List.of(Line.fine("a", "b", "c")), true)).contains("\u001b[32m");
  }

  @Test
  void what_could_not_be_looked_at_is_no_success_and_json_is_one_object() throws Exception {
    Files.writeString(
        home.resolve("landfall.yaml"),
        """
        sources: [{ type: cloudtrail-lookup, region: ap-southeast-6 }]
        sinks: [{ id: hook, type: webhook, url: "http://127.0.0.1:9/canary", secret: canary-key }]
        """);
    Files.writeString(
        home.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-01-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");

    assertThat(run("doctor", "--offline", "--json")).isEqualTo(2);

    JsonNode said = new JsonMapper().readTree(out.toByteArray());
    assertThat(said.path("unknown").asInt()).isGreaterThan(4);
    assertThat(said.path("lines").size())
        .isEqualTo(
            said.path("fine").asInt() + said.path("gap").asInt() + said.path("unknown").asInt());
    assertThat(said.path("lines").findValuesAsText("check"))
        .contains("policy", "disk", "trail", "sink", "clock", "vpc-endpoint");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
  }

  @Test
  void a_configuration_that_is_wrong_is_wrong_usage() throws Exception {
    Files.writeString(home.resolve("landfall.yaml"), "sources: []\n");

    assertThat(run("doctor")).isEqualTo(64);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("landfall.yaml");
  }

  private int run(String... words) {
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
    Io io = new Io(to, said, Map.of(), Clock.systemUTC(), false, home);
    return new Cli(io).run(words);
  }
}
