package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.servers.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a cluster that runs another team's job only. */
class JobVerbTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String JOBS =
      """
      {"jobs":[{"jid":"%s","name":"their job","start-time":1,"end-time":-1,"duration":1,\
      "state":"RUNNING","last-modification":1,"pending-operators":0,"tasks":{"total":1,"created":0,"scheduled":0,\
      "deploying":0,"running":1,"finished":0,"canceling":0,"canceled":0,"failed":0,\
      "reconciling":0,"initializing":0}}]}"""
          .formatted(ID);

  @TempDir Path here;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void a_job_of_others_is_never_stopped() throws Exception {
    Files.createDirectory(here.resolve("logs"));
    Files.writeString(
        here.resolve("landfall.yaml"), "sources: [{ type: directory, path: ./logs }]\n");
    Files.writeString(
        here.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-11-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");
    try (ScriptedServer cluster = new ScriptedServer().on("GET /v1/jobs/overview", JOBS)) {
      String target = cluster.endpoint();

      int exit = run("job", "stop", "--target", target);
      assertThat(exit).as(said() + cluster.asked()).isEqualTo(Exit.WRONG_USAGE);
      assertThat(said()).contains("0 jobs of Landfall run there");
      assertThat(run("job", "stop", "--target", target, ID)).isEqualTo(Exit.WRONG_USAGE);
      assertThat(said()).contains("'their job', not a job of Landfall");
      assertThat(cluster.asked()).isNotEmpty().allMatch(each -> each.startsWith("GET "));
    }
  }

  private int run(String... words) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Cli(new Io(out, out, Map.of(), Clock.systemUTC(), false, here)).run(words);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
