package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.core.catalogue.Rows;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.probe.QuotaBench.Prefix;
import dev.landfall.core.probe.QuotaBench.Shot;
import dev.landfall.core.probe.QuotaBench.Volley;
import dev.landfall.core.probe.QuotaTrial;
import dev.landfall.core.probe.QuotaTrial.Answer;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.testkit.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BedrockBenchTest {
  private static final String PLAN =
      """
      targets:
        - { name: t, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: Converse,
            max_tokens: 64000, endpoint: "%s", usd_per_million: { in: 1, out: 2 } }
      schedule: { rate: 1, requests: 1 }
      caps: { run: { requests: 5, tokens: 1000000, usd: 10 } }
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void credentials() {
    Probes.credentials();
  }

  @AfterAll
  static void noCredentials() {
    Probes.noCredentials();
  }

  @Test
  void a_volley_is_counted_paid_for_and_kept_apart_from_latencies() throws Exception {
    try (BedrockServer server =
            new BedrockServer(
                t ->
                    t.body.contains("\"maxTokens\":9")
                        ? Reply.refusal(429, "ThrottlingException")
                        : Reply.plain(1, 1));
        ProbeClients clients = new ProbeClients(10, Duration.ofSeconds(5))) {
      ProbePlan plan = Probes.plan(folder, PLAN.formatted(server.endpoint()));
      Path lake = folder.resolve("lake");
      BedrockBench bench = bench(plan, clients, lake);

      Volley volley =
          bench.fire(
              List.of(
                  new Shot(Prefix.NONE, 0, 5),
                  new Shot(Prefix.FRESH, 50, 9),
                  new Shot(Prefix.CACHED, 2_000, 6)));

      // 120 tokens in and 8 out at a burndown of 5, twice.
      assertThat(volley).isEqualTo(new Volley(2, 1, 0, 2 * (120 + 8 * 5), 0, 0));
      assertThat(Probes.samples(lake))
          .hasSize(3)
          .allMatch(s -> s.get("purpose").asText().equals("window-test"));
      assertThat(server.truths().stream().filter(t -> t.body.contains("\"cachePoint\"")))
          .hasSize(1);
      assertThat(SpendLedgerTest.spentRequests(lake)).isEqualTo(3);

      Shot one = new Shot(Prefix.NONE, 0, 5);
      assertThatThrownBy(() -> bench.fire(List.of(one, one, one)))
          .isInstanceOf(ProbeProblem.class)
          .hasMessageContaining("caps.run.requests");
      assertThat(server.requests()).as("all or none").isEqualTo(3);
      assertThat(SpendLedgerTest.spentRequests(lake)).isEqualTo(3);
    }
  }

  private static BedrockBench bench(ProbePlan plan, ProbeClients clients, Path lake)
      throws Exception {
    PlannedTarget target = plan.targets().get(0);
    Path probes = lake.resolve("_probes");
    return new BedrockBench(
        target,
        "q",
        7,
        target.prices(),
        5,
        new Sender(
            new BedrockCaller(clients, Catalogue.shipped(), "run", plan.timeout()),
            Catalogue.shipped(),
            new RoundTrips(plan.targets()),
            "run",
            plan.sha256(),
            null),
        new Bookkeeper(
            SpendLedger.in(probes), new SampleFiles(probes, "run"), plan.caps(), Map.of(), "run"),
        StopSwitch.of(lake),
        Clock.systemUTC(),
        line -> {});
  }

  @Test
  void what_was_found_is_a_row_that_the_catalogue_reads() throws Exception {
    QuotaWindowFile.add(folder, found("undecided"), LocalDate.of(2026, 11, 1));
    QuotaWindowFile.add(folder, found("rolling"), LocalDate.of(2026, 11, 2));
    Catalogue catalogue = Catalogue.shipped().with(CatalogueFile.folder(folder));
    Rows.QuotaWindow row =
        catalogue.quotaWindow(Samples.SONNET, "ap-southeast-6", "cross-region", Samples.NOON);
    assertThat(row).isNotNull();
    assertThat(row.window()).isEqualTo("rolling");
    assertThat(row.cacheReadsReserved()).isEqualTo("no");
    assertThat(row.validity().source()).startsWith("measured by landfall");
    assertThat(row.validity().note()).contains("4 trials for rolling");
    assertThat(catalogue.quotaWindowRows()).hasSize(2);
  }

  private static QuotaWindowRun.Found found(String window) {
    return new QuotaWindowRun.Found(
        new QuotaKey(Samples.ACCOUNT, "ap-southeast-6", Samples.SONNET, "cross-region"),
        new QuotaTrial.Result(
            new Answer(window, "4 trials for rolling, 0 for clock-minute"),
            new Answer("no", "0 trials for yes, 4 for no")),
        "run");
  }

  @Test
  void without_the_applied_quota_nothing_could_be_said() throws Exception {
    ProbePlan plan = Probes.plan(folder, PLAN.formatted("http://127.0.0.1:9"));
    assertThatThrownBy(
            () ->
                QuotaWindowRun.of(
                    plan, null, Catalogue.shipped(), PolicyHistory.open(), Samples.NOON))
        .hasMessageContaining("needs the applied quota");
    assertThatThrownBy(
            () ->
                QuotaWindowRun.of(
                    plan, "x", Catalogue.shipped(), PolicyHistory.open(), Samples.NOON))
        .hasMessageContaining("there are: t");
  }
}
