package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets against several processes at once, killed and started again. */
class ProbeCapsIT {
  private static final String PLAN =
      """
      targets:
        - { name: t, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: Converse,
            prompt_tokens: 30, max_tokens: 16, endpoint: "%s", usd_per_million: { in: 5, out: 10 } }
      schedule: { rate: 40/s, requests: 400 }
      warm_up: 0
      pace: { unknown_quota: { requests_per_minute: 100000, tokens_per_minute: 100000000 } }
      caps:
        run: { requests: 1000, tokens: 100000000, usd: 100 }
        day: { %s }
        month: { requests: 1000, tokens: 100000000, usd: 100 }
      """;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(Path plan) throws Exception {
    Process process =
        RunInOwnProcess.start(
            folder.resolve("lake"), plan, folder.resolve("out-" + processes.size() + ".txt"));
    processes.add(process);
    return process;
  }

  private void awaitEnd(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    int n = processes.indexOf(process);
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve("out-" + n + ".txt")))
        .isZero();
  }

  @Test
  void a_hundred_requests_are_a_hundred_over_two_processes_a_kill_and_a_restart() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(5, 1))) {
      Path plan = folder.resolve("plan.yaml");
      Files.writeString(
          plan, PLAN.formatted(server.endpoint(), "requests: 100, tokens: 100000000, usd: 100"));
      Process first = start(plan);
      Process second = start(plan);
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> server.requests() >= 20 || !first.isAlive());
      first.destroyForcibly().waitFor();
      awaitEnd(start(plan));
      awaitEnd(second);

      // The one that was killed may have reserved what it never sent: that stays spent.
      assertThat(server.requests()).isBetween(50, 100);
      assertThat(SpendLedgerTest.spentRequests(folder.resolve("lake"))).isEqualTo(100);
    }
  }

  @Test
  void five_cents_are_five_cents_over_two_processes() throws Exception {
    // 120 tokens in and 8 out at 5 and 10 US$ per million cost 0.68 m$: there is room for 73.
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(5, 1))) {
      Path plan = folder.resolve("plan.yaml");
      Files.writeString(
          plan, PLAN.formatted(server.endpoint(), "requests: 1000, tokens: 100000000, usd: 0.05"));
      List<Process> both = List.of(start(plan), start(plan));
      for (Process process : both) {
        awaitEnd(process);
      }
      awaitEnd(start(plan));

      assertThat(server.requests()).isBetween(60, 73);
    }
  }
}
