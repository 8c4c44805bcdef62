package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.testkit.SinkServer;
import dev.landfall.core.testkit.SinkServer.Answer;
import dev.landfall.core.testkit.SinkServer.Got;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a real service at sinks that answer, fail, and outlive it. */
class AlertsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PAGER = "/v2/enqueue";
  private static final String CHAT = "/services/chat";
  private static final String HOOK = "/hook";

  @TempDir Path folder;
  private final JsonMapper json = new JsonMapper();
  private SinkServer server;
  private int port;
  private @Nullable Process up;
  private int starts;

  @BeforeEach
  void start() throws Exception {
    server = SinkServer.start();
    server.answer(PAGER, n -> Answer.of(202));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (up != null) {
      up.destroyForcibly().waitFor();
    }
    server.close();
  }

  private Path config(String sinks, String alerts) throws Exception {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: "1"
        effective_from: 2020-01-01T00:00:00Z
        workloads:
          - { id: contact-centre, match: { models: ["*"] }, allowed: [NZ, AU] }
        """);
    Files.createDirectories(folder.resolve("logs"));
    Path config = folder.resolve("landfall.yaml");
    Files.writeString(
        config,
        """
        sources: [{ type: directory, path: ./logs }]
        web: { bind: 127.0.0.1, port: %d, public_url: "http://127.0.0.1:%d" }
        job: { checkpoint_interval: 1s, poll_interval: 200ms }
        alerts: %s
        sinks:
          - { id: oncall, type: pagerduty, routing_key: k, url: "%s", per_second: 500 }
          - { id: chat, type: slack, url: "%s" }
          - { id: hook, type: webhook, url: "%s", secret: s%s }
        routes:
          - { finding: residency-breach, sinks: %s }
          - { sinks: [] }
        """
            .formatted(
                port,
                port,
                alerts,
                server.url(PAGER),
                server.url(CHAT),
                server.url(HOOK),
                sinks.contains("oncall") ? "" : ", per_second: 60",
                sinks));
    return config;
  }

  private void up(Path config) throws Exception {
    starts++;
    Path err = folder.resolve("up-" + starts + ".err");
    up =
        Landfall.start(
            folder,
            "1g",
            folder.resolve("up-" + starts + ".out"),
            err,
            "up",
            "--config",
            config.toString());
    await().atMost(PATIENCE).until(() -> Files.readString(err).contains("ready: "));
  }

  private List<JsonNode> bodies(String path) throws Exception {
    List<JsonNode> bodies = new ArrayList<>();
    for (Got got : server.accepted(path)) {
      bodies.add(json.readTree(got.body()));
    }
    return bodies;
  }

  private Set<String> texts(String path, String... way) throws Exception {
    Set<String> texts = new TreeSet<>();
    for (JsonNode body : bodies(path)) {
      JsonNode at = body;
      for (String step : way) {
        at = at.path(step);
      }
      texts.add(at.asText());
    }
    return texts;
  }

  @Test
  void a_storm_is_one_page_and_one_message_an_interval_and_people_end_it() throws Exception {
    Path config =
        config(
            "[oncall, chat]",
            "{ repeat_interval: 4s, group_interval: 4s, retry_first: 50ms, retry_most: 500ms }");
    up(config);
    BreachFiles files = new BreachFiles(folder.resolve("logs"));
    List<String> one = Collections.nCopies(500, "111122223333");
    long from = System.currentTimeMillis();
    for (int i = 0; i < 20; i++) {
      files.put(one, Instant.now().minusSeconds(2));
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> server.accepted(CHAT).stream().anyMatch(g -> g.body().contains("10,000 times")));

    List<Got> messages = server.accepted(CHAT);
    long intervals = (System.currentTimeMillis() - from) / 4_000 + 1;
    assertThat(messages.size()).isBetween(1, (int) intervals);
    assertThat(texts(PAGER, "dedup_key")).hasSize(1);
    assertThat(
            bodies(PAGER).stream().filter(b -> b.path("event_action").asText().equals("trigger")))
        .hasSizeLessThanOrEqualTo((int) intervals);
    assertThat(server.got()).noneMatch(g -> g.body().contains("kim.person"));

    String id = texts(PAGER, "dedup_key").iterator().next().replace("landfall-", "");
    listed(config, id);
    decide("/alerts/" + id + "/ack", "by=kim&reason=looking", Map.of());
    await().atMost(PATIENCE).until(() -> texts(PAGER, "event_action").contains("acknowledge"));
    assertThat(
            decide(
                    "/alerts/" + id + "/ack",
                    "by=x&reason=y",
                    Map.of("Origin", "http://evil.example"))
                .statusCode())
        .isEqualTo(403);
    Landfall.Ended ended =
        Landfall.run(
            folder,
            "256m",
            "alert",
            "disposition",
            id.substring(0, 8),
            "--by",
            "kim",
            "--reason",
            "test account",
            "--config",
            config.toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
    await().atMost(PATIENCE).until(() -> texts(PAGER, "event_action").contains("resolve"));
    assertThat(server.got()).noneMatch(g -> g.body().contains("test account"));
    await().atMost(PATIENCE).until(() -> get("/reports/alerts.json").contains("dispositioned"));
    receiptsMatch();
  }

  private void listed(Path config, String id) throws Exception {
    await().atMost(PATIENCE).until(() -> get("/alerts").contains(id));
    Landfall.Ended list =
        Landfall.run(folder, "256m", "alert", "list", "--config", config.toString());
    assertThat(list.exit()).as(list.err()).isEqualTo(1);
    assertThat(list.out()).contains(id, "critical", "contact-centre");
  }

  /** Every request the sinks answered has its receipt, with the same answer. */
  private void receiptsMatch() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode report = json.readTree(get("/reports/alerts.json"));
              JsonNode receipts = report.path("coverage").path("receipts");
              Map<String, Integer> said = new HashMap<>();
              receipts.forEach(
                  row ->
                      said.merge(row.path("sink").asText() + row.path("status"), 1, Integer::sum));
              Map<String, Integer> seen = new HashMap<>();
              for (Got got : server.got()) {
                String sink = got.path().equals(PAGER) ? "oncall" : "chat";
                seen.merge(sink + got.status(), 1, Integer::sum);
              }
              assertThat(said).isEqualTo(seen);
            });
  }

  private HttpResponse<String> decide(String path, String form, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static List<String> accounts(int first, int n) {
    return IntStream.range(first, first + n).mapToObj(i -> "5%011d".formatted(i)).toList();
  }

  @Test
  void killed_in_the_middle_of_delivery_it_loses_none() throws Exception {
    server.answer(HOOK, n -> n % 3 == 0 ? Answer.of(500) : Answer.of(200));
    Path config = config("[hook]", "{ retry_first: 50ms, retry_most: 500ms }");
    up(config);
    new BreachFiles(folder.resolve("logs")).put(accounts(0, 300), Instant.now().minusSeconds(2));
    await().atMost(PATIENCE).until(() -> server.accepted(HOOK).size() > 80);
    Process killed = up;
    killed.destroyForcibly().waitFor();
    assertThat(texts(HOOK, "data", "account").size()).isLessThan(300);

    up(config);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(texts(HOOK, "data", "account")).hasSize(300));
    Map<String, Set<String>> keys =
        bodies(HOOK).stream()
            .collect(
                Collectors.groupingBy(
                    body -> body.path("data").path("alert_id").asText(),
                    Collectors.mapping(
                        body -> body.path("data").path("notice_key").asText(),
                        Collectors.toSet())));
    assertThat(keys).hasSize(300).allSatisfy((alert, each) -> assertThat(each).hasSize(1));
  }

  @Test
  void five_hundred_breaches_reach_the_sink_within_seconds() throws Exception {
    Path config = config("[hook, oncall]", "{ retry_first: 50ms }");
    up(config);
    BreachFiles files = new BreachFiles(folder.resolve("logs"));
    // The first ones pay for starting up.
    files.put(accounts(90_000, 20), Instant.now().minusSeconds(2));
    await().atMost(PATIENCE).until(() -> server.accepted(HOOK).size() >= 20);

    Map<String, Long> put = new HashMap<>();
    long next = System.currentTimeMillis();
    for (int i = 0; i < 25; i++) {
      List<String> accounts = accounts(i * 20, 20);
      long at = files.put(accounts, Instant.now().minusSeconds(2));
      accounts.forEach(account -> put.put(account, at));
      next += 100; // 200 a second
      long rest = next - System.currentTimeMillis();
      if (rest > 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(rest * 1_000_000);
      }
    }
    await().atMost(PATIENCE).until(() -> server.accepted(HOOK).size() >= 520);

    List<Long> delays = new ArrayList<>();
    for (Got got : server.accepted(HOOK)) {
      String account = json.readTree(got.body()).path("data").path("account").asText();
      Long from = put.get(account);
      if (from != null) {
        delays.add(got.atMillis() - from);
      }
    }
    assertThat(delays).hasSize(500);
    Collections.sort(delays);
    System.out.println(
        "alert delay, ms: p50 %d, p95 %d, p99 %d"
            .formatted(delays.get(249), delays.get(474), delays.get(494)));
    // far above what an idle machine takes (docs/performance.md), below the wait for a checkpoint
    assertThat(delays.get(494)).isLessThanOrEqualTo(8_000);
  }

  @Test
  void a_replay_tells_nobody_unless_asked_and_old_calls_are_one_digest() throws Exception {
    Path config = config("[oncall, chat]", "{ digest_wait: 1s }");
    BreachFiles files = new BreachFiles(folder.resolve("logs"));
    files.put(accounts(0, 40), Instant.now().minus(Duration.ofHours(30)));
    String[] replay = {"replay", "--json", "--config", config.toString()};
    assertThat(Landfall.run(folder, "1g", replay).exit()).isEqualTo(1);
    assertThat(server.got()).isEmpty();

    String[] notify = {"replay", "--json", "--notify", "--config", config.toString()};
    Landfall.Ended ended = Landfall.run(folder, "1g", notify);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(server.got()).hasSize(1);
    assertThat(server.got().get(0).path()).isEqualTo(CHAT);
    assertThat(server.got().get(0).body()).contains("40 findings", "40 residency-breach");
  }
}
