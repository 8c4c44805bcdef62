package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.Flow;
import dev.landfall.core.policy.PolicyHistory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first page in a real browser. Without Chromium, Node.js or the script's two packages it
 * fails: {@code ./landfall test} installs them.
 */
class FirstPageIT {
  private static final Path SCRIPT = Path.of("src/test/browser/first-page.mjs");
  private static final int CHECKS = 13;

  private final TestClock clock = new TestClock(Snapshots.NOON + 300);
  @TempDir private Path lake;

  @Test
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  void the_page_shows_flows_and_findings_lives_and_says_when_it_is_stale() throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    List<String> passed = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    try (Server server =
        Server.start(
            new Server.Options(
                "127.0.0.1",
                0,
                lake,
                Catalogue.shipped(),
                PolicyHistory.open(),
                clock,
                JobHealth::atWork))) {
      Process node =
          new ProcessBuilder("node", SCRIPT.toString(), server.url() + "/")
              .redirectErrorStream(true)
              .start();
      try (BufferedReader said =
              new BufferedReader(
                  new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
          BufferedWriter answer =
              new BufferedWriter(
                  new OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8))) {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          if (line.startsWith("do: ")) {
            act(line.substring(4));
            reply(answer);
          } else if (line.startsWith("pass: ")) {
            passed.add(line);
          } else if (!line.equals("end")) {
            rest.add(line);
          }
        }
      } finally {
        node.destroyForcibly();
      }
    }
    assertThat(rest).as("what the browser found wrong").isEmpty();
    assertThat(passed).hasSize(CHECKS);
  }

  private static void reply(BufferedWriter answer) throws IOException {
    answer.write("done\n");
    answer.flush();
  }

  private void act(String wish) {
    switch (wish) {
      case "change" -> Snapshots.put(lake, oneMoreOutside(Snapshots.NOON + 500));
      case "stop renewing" -> clock.moveTo(Snapshots.NOON + 11_500);
      case "renew" -> Snapshots.put(lake, oneMoreOutside(Snapshots.NOON + 11_400));
      default -> throw new IllegalArgumentException("the script asks for " + wish);
    }
  }

  private static LiveSnapshot oneMoreOutside(long writtenAt) {
    LiveSnapshot rich = Snapshots.rich();
    List<Flow> flows = new ArrayList<>(rich.flows());
    flows.add(new Flow("eu-central-1", "us-east-1", "OUTSIDE", 1));
    Map<String, Long> verdicts = new HashMap<>(rich.verdicts());
    verdicts.merge("AGREED", 1L, Long::sum);
    return new LiveSnapshot(
        writtenAt,
        rich.asOf(),
        rich.totals(),
        rich.pairing(),
        verdicts,
        flows,
        rich.findings(),
        rich.quota(),
        rich.sources(),
        rich.checkpointedAt());
  }
}
