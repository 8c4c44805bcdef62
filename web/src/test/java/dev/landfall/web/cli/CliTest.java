package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-18T12:00:00Z"), ZoneOffset.UTC);
  private static final String POLICY =
      "version: \"1\"\neffective_from: 2026-11-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n";

  @TempDir private Path here;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    PrintStream data = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream words = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Cli(new Io(data, words, Map.of(), NOON, false, here)).run(args);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void config(String text) throws IOException {
    Files.writeString(here.resolve("landfall.yaml"), text);
    Files.writeString(here.resolve("policy.yaml"), POLICY);
    Files.createDirectories(here.resolve("logs"));
  }

  @Test
  void a_cluster_that_is_none_or_not_there_is_named() throws Exception {
    assertThat(run("job", "list", "--target", "nowhere")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("'nowhere' is not the address of a cluster, like http://");
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    String target = "http://127.0.0.1:" + closed;
    assertThat(run("job", "list", "--target", target)).isEqualTo(Exit.CANNOT_SAY);
    assertThat(said()).contains("the cluster " + target + " could not list jobs");
  }

  @Test
  void a_silence_without_a_sane_time_or_name_is_wrong_usage() throws Exception {
    config("sources: [{ type: directory, path: ./logs }]\n");
    for (String from : new String[] {"+1000000000-12-31T23:59:59Z", "2500-01-01T00:00:00Z"}) {
      assertThat(silence("r", from, "2h")).as(from).isEqualTo(Exit.WRONG_USAGE);
    }
    assertThat(silence("r", "2026-11-28T22:00:00Z", "100000d")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("2000 to 2199");
    assertThat(silence("r".repeat(201), "2026-11-28T22:00:00Z", "2h")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(silence("r", "2026-11-28T22:00:00Z", "2h")).isEqualTo(Exit.FINE);
  }

  private int silence(String rule, String from, String length) {
    return run(
        "alert",
        "silence",
        "--rule",
        rule,
        "--from",
        from,
        "--for",
        length,
        "--by",
        "k",
        "--reason",
        "r");
  }

  @Test
  void a_submission_that_finds_a_state_and_names_one_is_refused() throws Exception {
    config("sources: [{ type: directory, path: ./logs }]\n");
    assertThat(run("job", "submit", "--resume", "--from-savepoint", "file:///s"))
        .isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("take either");
  }

  @Test
  void without_a_verb_every_verb_is_listed() {
    assertThat(run()).isEqualTo(Exit.FINE);
    assertThat(printed())
        .contains("up ", "web ", "job ", "replay ", "generate ", "report ", "explain ", "lake ")
        .contains("policy ", "catalogue ", "version ", "help ", "test ", "probe ", "doctor ")
        .contains("alert ", "canary ")
        .doesNotContain("whatif", "evidence ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "replay", "generate", "report", "explain"})
  void every_verb_shows_examples(String verb) {
    assertThat(run("help", verb)).isEqualTo(Exit.FINE);
    assertThat(printed()).contains("Examples:").contains("landfall " + verb);
  }

  @Test
  void an_unknown_verb_is_wrong_usage_with_the_nearest_one() {
    assertThat(run("rplay")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said())
        .isEqualToIgnoringNewLines(
            "landfall: there is no verb 'rplay'; did you mean 'replay'? 'landfall help' lists them");
    assertThat(printed()).isEmpty();
  }

  @Test
  void an_unknown_option_is_wrong_usage_with_the_nearest_one() {
    assertThat(run("replay", "--jsn")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("did you mean '--json'?").hasLineCount(1);
  }

  @Test
  void what_a_latency_report_cannot_compare_is_wrong_usage() throws IOException {
    config("lake: ./lake\nsources:\n  - { type: directory, path: ./logs }\n");
    assertThat(run("report", "latency", "--compare-profile", "one")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("'one' is not two different profile or model ids");
    assertThat(run("report", "latency", "--objective-ms", "0")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("--objective-ms '0' is not above 0 milliseconds");
    assertThat(run("report", "quota", "--objective-ms", "600")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("are for 'latency', not for 'quota'");
  }

  @Test
  void who_states_a_retention_of_packs_is_told_that_there_are_none() throws IOException {
    config("retention: { packs: 7y }\nsources:\n  - { type: directory, path: ./logs }\n");
    assertThat(run("policy", "check")).isEqualTo(Exit.FINE);
    assertThat(said()).contains("retention.packs: this version writes no evidence packs");
    config("retention: { calls: 400d }\nsources:\n  - { type: directory, path: ./logs }\n");
    assertThat(run("policy", "check")).isEqualTo(Exit.FINE);
    assertThat(said()).doesNotContain("retention");
  }

  @Test
  void a_dry_run_says_what_would_leave_and_makes_no_lake() throws IOException {
    config("sources:\n  - { type: directory, path: ./logs }\n");
    assertThat(run("lake", "compact", "--dry-run")).isEqualTo(Exit.FINE);
    assertThat(printed()).contains("retention.calls is not stated: every day is kept");
    config("retention: { calls: 400d }\nsources:\n  - { type: directory, path: ./logs }\n");
    assertThat(run("lake", "compact", "--dry-run")).isEqualTo(Exit.FINE);
    assertThat(printed()).contains("no day is older than 400d: every day is kept");
    assertThat(here.resolve("lake/_manifests")).doesNotExist();
  }

  @Test
  void a_wrong_key_is_one_message_with_file_line_and_the_nearest_key() throws IOException {
    config("lake: ./lake\nsourcs:\n  - { type: directory, path: ./logs }\n");

    assertThat(run("replay", "--json")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said())
        .contains("landfall.yaml:2:1: sourcs: unknown key; did you mean 'sources'?")
        .hasLineCount(1);
    assertThat(printed()).isEmpty();
  }

  @Test
  void a_wrong_policy_value_is_one_message_with_file_and_line() throws IOException {
    config("sources: [{ type: directory, path: ./logs }]\n");
    Files.writeString(
        here.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-11-01T00:00:00Z\ndefault: { allowed: [nz] }\n");

    assertThat(run("policy", "check")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("policy.yaml:3:22: default.allowed[0]").contains("write NZ");
  }

  @Test
  void a_folder_of_logs_that_is_not_there_is_named() throws IOException {
    config("sources: [{ type: directory, path: ./nowhere }]\n");

    assertThat(run("replay")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("sources[0].path: there is no folder");
  }

  @Test
  void a_missing_configuration_says_how_to_get_one() {
    assertThat(run("replay")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("--config").contains("landfall generate");
  }

  @Test
  void an_unknown_report_names_the_nearest() throws IOException {
    config("sources: [{ type: directory, path: ./logs }]\n");

    assertThat(run("report", "resdency")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("did you mean 'residency'?");
  }

  @Test
  void a_report_without_a_lake_cannot_say() throws IOException {
    config("sources: [{ type: directory, path: ./logs }]\n");

    assertThat(run("report", "residency", "--format", "json")).isEqualTo(Exit.CANNOT_SAY);
    assertThat(printed()).isEmpty();
    assertThat(said()).contains("there is no lake").hasLineCount(1);
  }

  @Test
  void a_time_that_is_none_is_wrong_usage() throws IOException {
    config("sources: [{ type: directory, path: ./logs }]\n");

    assertThat(run("report", "residency", "--from", "yesterday")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("--from 'yesterday' is not a time like 2026-11-01");
  }

  @Test
  void up_on_a_taken_port_says_which_key_to_change() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      config(
          "sources: [{ type: directory, path: ./logs }]\nweb: { port: "
              + taken.getLocalPort()
              + " }\n");

      assertThat(run("up")).isEqualTo(Exit.WRONG_USAGE);
      assertThat(said()).contains("the port is taken").contains("web: { port");
    }
  }

  @Test
  void generate_refuses_a_folder_that_holds_logs() throws IOException {
    Files.createDirectories(here.resolve("trial/logs/AWSLogs"));

    assertThat(run("generate", "--out", "trial", "--calls", "10")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("holds logs already");
  }

  @Test
  void generate_prints_the_path_of_the_configuration_only() {
    assertThat(run("generate", "--out", "trial", "--calls", "50", "--clean")).isEqualTo(Exit.FINE);
    assertThat(printed())
        .isEqualToIgnoringNewLines(here.resolve("trial").resolve("landfall.yaml").toString());
    assertThat(here.resolve("trial/truth.json")).exists();
  }

  @Test
  void the_catalogue_is_shown_by_table() {
    assertThat(run("catalogue", "show", "regions")).isEqualTo(Exit.FINE);
    assertThat(printed()).contains("ap-southeast-6\tAuckland\tNZ");
    assertThat(run("catalogue", "show", "region")).isEqualTo(Exit.WRONG_USAGE);
    assertThat(said()).contains("did you mean 'regions'?");
  }
}
