package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeRunTest {
  private static final String TARGET =
      """
        - { name: %s, region: ap-southeast-6, model: %s, operation: %s, connection: %s, prompt_tokens: 30,
            max_tokens: 16, endpoint: "%s", usd_per_million: { in: 1, out: 2 } }
      """;
  private static final String SONNET = "au.anthropic.claude-sonnet-4-6";

  @TempDir private Path folder;

  @BeforeAll
  static void credentials() {
    Probes.credentials();
  }

  @AfterAll
  static void noCredentials() {
    Probes.noCredentials();
  }

  private ProbePlan plan(BedrockServer server, String operation, String connection, int requests)
      throws Exception {
    return Probes.plan(
        folder,
        "targets:\n"
            + TARGET.formatted("t", SONNET, operation, connection, server.endpoint())
            + "schedule: { rate: 25/s, requests: %d }\nconcurrency: 1\nwarm_up: 1\ntimeout: 5s\n"
                .formatted(requests)
            + Probes.WIDE);
  }

  private List<JsonNode> run(
      BedrockServer server, String operation, String connection, int requests) throws Exception {
    Path lake = folder.resolve("lake");
    Probes.run(lake, plan(server, operation, connection, requests));
    return Probes.measured(lake);
  }

  @Test
  void a_streamed_answer_is_told_in_full_and_its_text_is_kept_nowhere() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.stream(5, 1, 5, 2, 2))) {
      List<JsonNode> samples = run(server, "ConverseStream", "warm", 3);
      assertThat(samples).hasSize(3);
      for (JsonNode s : samples) {
        assertThat(s.get("request_id").asText()).startsWith("00000000-0000-4000-8000-");
        assertThat(s.get("http_status").asInt()).isEqualTo(200);
        assertThat(s.get("error_code").isNull()).isTrue();
        assertThat(s.get("gap_count").asInt()).isEqualTo(2);
        assertThat(s.get("input_tokens").asInt()).isEqualTo(120);
        assertThat(s.get("output_tokens").asInt()).isEqualTo(3);
        assertThat(s.get("service_ms").asInt()).isEqualTo(42);
        assertThat(s.get("first_token_ms").asDouble())
            .isGreaterThanOrEqualTo(s.get("first_byte_ms").asDouble());
        assertThat(s.get("cost_usd").asDouble()).isEqualTo(126e-6);
        assertThat(s.get("connection_new").asBoolean()).isFalse();
        assertThat(s.get("network_ms").isNull()).isFalse();
      }
      Truth asked = server.truth(samples.get(0).get("request_id").asText());
      assertThat(asked.body).contains("\"requestMetadata\":{\"landfall-probe\":\"");
      assertThat(asked.body).contains("\"maxTokens\":16");
      try (var files = Files.walk(folder.resolve("lake"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file)).doesNotContain(BedrockServer.CANARY);
        }
      }
    }
  }

  @Test
  void an_invoked_model_is_asked_in_its_own_words_and_marked_by_header() throws Exception {
    try (BedrockServer server =
        new BedrockServer(
            t -> t.path.endsWith("-stream") ? Reply.stream(2, 1, 2, 2) : Reply.plain(2, 1))) {
      for (String operation : List.of("InvokeModel", "InvokeModelWithResponseStream")) {
        List<JsonNode> samples = run(server, operation, "warm", 1);
        JsonNode s = samples.get(samples.size() - 1);
        Truth asked = server.truth(s.get("request_id").asText());
        assertThat(asked.body).contains("\"anthropic_version\":\"bedrock-2023-05-31\"");
        assertThat(asked.headers.get("x-amzn-bedrock-request-metadata"))
            .isEqualTo("{\"landfall-probe\":\"" + s.get("run_id").asText() + "\"}");
        assertThat(s.get("input_tokens").asInt()).isEqualTo(120);
        assertThat(s.get("service_ms").asInt()).isEqualTo(42);
      }
    }
  }

  @Test
  void a_stream_cut_after_its_first_counts_keeps_all_that_was_reserved() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.stream(2, 1, 2, 2).cutAfter(1))) {
      JsonNode sample = run(server, "InvokeModelWithResponseStream", "warm", 1).get(0);
      assertThat(sample.get("error_class").asText()).isEqualTo("network");
      assertThat(sample.get("input_tokens").asInt()).isEqualTo(120);
      assertThat(sample.get("cost_usd").isNull()).isTrue();
    }
    Map<String, JsonNode> reserved = SpendLedgerTest.journal(folder.resolve("lake"), "reserve");
    Map<String, JsonNode> settled = SpendLedgerTest.journal(folder.resolve("lake"), "settle");
    assertThat(settled).hasSize(2);
    settled.forEach(
        (id, s) -> assertThat(s.get("tokens")).isEqualTo(reserved.get(id).get("tokens")));
  }

  @Test
  void a_cold_connection_is_new_each_time_and_a_warm_one_is_not() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(3, 1))) {
      List<JsonNode> warm = run(server, "Converse", "warm", 5);
      assertThat(warm).noneMatch(s -> s.get("connection_new").asBoolean());
      assertThat(warm).allMatch(s -> s.get("connect_ms").isNull());
      List<JsonNode> cold =
          run(server, "Converse", "cold", 5).stream()
              .filter(s -> s.get("connection").asText().equals("cold"))
              .toList();
      assertThat(cold).hasSize(5);
      assertThat(cold).allMatch(s -> s.get("connection_new").asBoolean());
      assertThat(cold).allMatch(s -> s.get("connect_ms").asDouble() > 0);
      assertThat(cold).allMatch(s -> s.get("tls_ms").isNull());
      assertThat(server.truths().stream().map(t -> t.connection).distinct()).hasSize(1 + 6);
    }
  }

  @Test
  void each_failure_is_of_its_kind_and_none_is_tried_again() throws Exception {
    Map<String, Reply> replies =
        Map.of(
            "throttled", Reply.refusal(429, "ThrottlingException"),
            "denied", Reply.refusal(403, "AccessDeniedException"),
            "invalid", Reply.refusal(400, "ValidationException"),
            "model", Reply.refusal(429, "ModelNotReadyException"),
            "server", Reply.refusal(500, "InternalServerException"),
            "stream", Reply.stream(2, 1, 2, 2).fault("modelStreamErrorException"),
            "throttled-late", Reply.stream(2, 1, 2, 2).fault("throttlingException"),
            "network", Reply.stream(2, 1, 2, 2, 2).cutAfter(1),
            "timeout", Reply.stream(2, 1, 4_000));
    try (BedrockServer server =
        new BedrockServer(t -> replies.get(t.path.replaceAll("/model/anthropic\\.|/.*$", "")))) {
      StringBuilder targets = new StringBuilder("targets:\n");
      replies.keySet().stream()
          .sorted()
          .forEach(
              name ->
                  targets.append(
                      TARGET.formatted(
                          name, "anthropic." + name, "ConverseStream", "warm", server.endpoint())));
      ProbePlan plan =
          Probes.plan(
              folder,
              targets
                  + "schedule: { rate: 100/s, requests: 9 }\nwarm_up: 0\ntimeout: 1s\n"
                  + Probes.WIDE);
      RunSummary summary = Probes.run(folder.resolve("lake"), plan);

      Map<String, JsonNode> samples =
          Probes.measured(folder.resolve("lake")).stream()
              .collect(Collectors.toMap(s -> s.get("target").asText(), s -> s));
      samples.forEach(
          (name, s) ->
              assertThat(s.get("error_class").asText())
                  .as("%s: %s", name, s.get("error_code"))
                  .isEqualTo(name.replace("-late", "")));
      assertThat(samples).hasSize(9);
      assertThat(samples.get("throttled").get("throttled").asBoolean()).isTrue();
      assertThat(samples.get("throttled").get("request_id").isNull()).isFalse();
      assertThat(samples.get("stream").get("gap_count").asInt()).isEqualTo(1);
      assertThat(samples.get("network").get("first_token_ms").isNull()).isFalse();
      assertThat(server.requests()).isEqualTo(9);
      assertThat(summary.text()).doesNotContain(BedrockServer.CANARY);
    }
  }

  @Test
  void a_budget_is_never_passed_by_one_request_over_runs() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(1, 1))) {
      ProbePlan plan =
          Probes.plan(
              folder,
              "targets:\n"
                  + TARGET.formatted("t", SONNET, "Converse", "warm", server.endpoint())
                  + """
                  schedule: { rate: 200/s, requests: 40 }
                  warm_up: 2
                  pace: { unknown_quota: { requests_per_minute: 100000, tokens_per_minute: 100000000 } }
                  caps: { day: { requests: 60, usd: 100, tokens: 100000000 }, run: { usd: 100, tokens: 100000000 } }
                  """);
      RunSummary first = Probes.run(folder.resolve("lake"), plan);
      assertThat(first.whole()).isTrue();
      RunSummary second = Probes.run(folder.resolve("lake"), plan);
      RunSummary third = Probes.run(folder.resolve("lake"), plan);

      assertThat(server.requests()).isEqualTo(60);
      assertThat(second.heldByCap()).isEqualTo(24);
      assertThat(second.why()).contains("caps.day.requests");
      assertThat(third.measured()).isZero();
    }
  }

  @Test
  void money_reserved_at_its_worst_comes_back_when_the_tokens_are_known() throws Exception {
    // 120 in and 8 out cost 136 µ$: a cap of 10 m$ has room for 73 of them and never for more. The
    // worst case of one is up to 600 µ$, for which there must be room before each: 16, if none came
    // back. How near to 73 it comes hangs on how many answers a slow moment leaves open.
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(1, 1))) {
      ProbePlan plan =
          Probes.plan(
              folder,
              "targets:\n"
                  + TARGET.formatted("t", SONNET, "Converse", "warm", server.endpoint())
                  + """
                  schedule: { rate: 60/s, requests: 900 }
                  warm_up: 0
                  pace: { unknown_quota: { requests_per_minute: 100000, tokens_per_minute: 100000000 } }
                  caps: { run: { usd: 0.01, requests: 1000, tokens: 100000000 } }
                  """);
      RunSummary summary = Probes.run(folder.resolve("lake"), plan);
      assertThat(summary.why()).contains("caps.run.usd");
      assertThat(server.requests()).isBetween(40, 73);
      assertThat(summary.usd()).isLessThanOrEqualTo(0.01);
    }
  }

  @Test
  void nothing_is_sent_while_the_stop_switch_is_on() throws Exception {
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(1, 1))) {
      Path lake = folder.resolve("lake");
      StopSwitch stop = StopSwitch.of(lake);
      assertThat(stop.stop()).isTrue();
      assertThat(stop.stop()).isFalse();
      ProbePlan plan = plan(server, "Converse", "warm", 5);
      assertThatThrownBy(() -> Probes.run(lake, plan))
          .isInstanceOf(ProbeProblem.class)
          .hasMessageContaining("probe resume");
      assertThat(server.requests()).isZero();
      assertThat(stop.resume()).isTrue();
      assertThat(Probes.run(lake, plan).whole()).isTrue();
    }
  }

  @Test
  void a_running_probe_stops_and_gives_back_what_it_had_reserved() throws Exception {
    Path lake = folder.resolve("lake");
    StopSwitch stop = StopSwitch.of(lake);
    try (BedrockServer server =
        new BedrockServer(
            t -> {
              if (t.requestId.endsWith("10")) {
                stopQuietly(stop);
              }
              return Reply.plain(1, 1);
            })) {
      RunSummary summary = Probes.run(lake, plan(server, "Converse", "warm", 400));
      assertThat(summary.stopped()).isTrue();
      assertThat(server.requests()).isBetween(10, 30);
      assertThat(summary.measured() + summary.heldByStop()).isEqualTo(400);
      assertThat(SpendLedgerTest.spentRequests(lake)).isEqualTo(server.requests());
      assertThat(Probes.samples(lake)).hasSize(server.requests());
    }
  }

  private static void stopQuietly(StopSwitch stop) {
    try {
      stop.stop();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_schedule_goes_on_after_a_run_that_failed() throws Exception {
    Path lake = folder.resolve("lake");
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(1, 1))) {
      ProbePlan plan = plan(server, "Converse", "warm", 2);
      var times = new AtomicInteger();
      try (ScheduledProbe probe =
          ScheduledProbe.every(
              Duration.ofMillis(50),
              () -> {
                if (times.incrementAndGet() == 1) {
                  throw new IllegalStateException("first");
                }
                return new ProbeRun.Setting(
                    lake,
                    plan,
                    Catalogue.shipped(),
                    PolicyHistory.open(),
                    Clock.systemUTC(),
                    (s, n, of) -> {});
              },
              said::add)) {
        assertThat(probe).isNotNull();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> said.size() >= 3);
      }
      assertThat(said.get(0)).contains("a run failed: IllegalStateException");
      assertThat(said.get(2)).contains("2 of 2 requests measured, 0 failed");
    }
  }

  @Test
  void an_endpoint_that_nobody_answers_at_is_one_clear_line() throws Exception {
    String gone;
    try (BedrockServer server = new BedrockServer(t -> Reply.plain(1, 1))) {
      gone = server.endpoint();
    }
    ProbePlan plan =
        Probes.plan(
            folder,
            "targets:\n"
                + TARGET.formatted("t", SONNET, "Converse", "warm", gone)
                + "schedule: { rate: 1, requests: 1 }\n"
                + Probes.WIDE);
    assertThatThrownBy(() -> Probes.run(folder.resolve("lake"), plan, PolicyHistory.open()))
        .isInstanceOf(ProbeProblem.class)
        .hasMessageContaining("no endpoint of the plan can be reached")
        .hasMessageNotContaining("\n");
  }
}
