package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.canary.CanaryBook;
import dev.landfall.core.testkit.SinkServer;
import dev.landfall.core.testkit.SinkServer.Answer;
import dev.landfall.core.testkit.SinkServer.Got;
import dev.landfall.reports.Report;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.totals.ReplayTotals;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A planted breach on the whole way through a real service, and a sign of life beside it. */
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PAGER = "/v2/enqueue";
  private static final String CHAT = "/services/chat";
  private static final String SNITCH = "/snitch";

  @TempDir Path folder;
  private final JsonMapper json = new JsonMapper();
  private SinkServer server;
  private @Nullable Process up;

  @BeforeEach
  void start() throws Exception {
    server = SinkServer.start();
    server.answer(PAGER, n -> Answer.of(202));
  }

  @AfterEach
  void stop() throws Exception {
    if (up != null) {
      up.destroyForcibly().waitFor();
    }
    server.close();
  }

  private Path config() throws Exception {
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
    try (ServerSocket free = new ServerSocket(0)) {
      Files.writeString(
          config,
          """
          sources: [{ type: directory, path: ./logs }]
          web: { bind: 127.0.0.1, port: %d }
          job: { checkpoint_interval: 1s, poll_interval: 200ms }
          alerts: { retry_first: 100ms, retry_most: 300ms }
          canary: { within: 8s }
          heartbeat: { url: "%s", every: 1s }
          sinks:
            - { id: oncall, type: pagerduty, routing_key: k, url: "%s" }
            - { id: chat, type: slack, url: "%s" }
          routes:
            - { finding: residency-breach, workload: contact-centre, sinks: [oncall, chat] }
          """
              .formatted(
                  free.getLocalPort(), server.url(SNITCH), server.url(PAGER), server.url(CHAT)));
    }
    return config;
  }

  private void up(Path config) throws Exception {
    Path err = folder.resolve("up.err");
    up =
        Landfall.start(
            folder, "1g", folder.resolve("up.out"), err, "up", "--config", config.toString());
    await().atMost(PATIENCE).until(() -> Files.readString(err).contains("ready: "));
  }

  private Landfall.Ended plant(Path config) throws Exception {
    return plant(config, "trail");
  }

  private Landfall.Ended plant(Path config, String record) throws Exception {
    return Landfall.run(
        folder, "256m", "canary", "--json", "--record", record, "--config", config.toString());
  }

  private String id(Landfall.Ended planted) throws Exception {
    return json.readTree(planted.out()).path("canaries").path(0).path("canary_id").asText();
  }

  @Test
  void a_canary_reaches_the_sinks_of_breaches_marked_and_ends_and_counts_nowhere()
      throws Exception {
    Path config = config();
    assertThat(plant(config).exit()).isEqualTo(2); // nobody would tell
    assertThat(Files.list(folder.resolve("logs"))).isEmpty();
    up(config);

    Landfall.Ended ended = plant(config);
    assertThat(ended.exit()).as(ended.err() + ended.out()).isZero();
    JsonNode canary = json.readTree(ended.out()).path("canaries").path(0);
    assertThat(canary.path("outcome").asText()).isEqualTo("told");
    assertThat(canary.path("delay_ms").asLong()).isBetween(1L, 8_000L);
    assertThat(canary.path("accepted").asLong()).isEqualTo(2);

    await().atMost(PATIENCE).until(() -> server.accepted(PAGER).size() >= 2);
    await().atMost(PATIENCE).until(() -> server.accepted(CHAT).size() >= 2);
    String id = canary.path("canary_id").asText();
    List<Got> events = server.accepted(PAGER);
    JsonNode trigger = json.readTree(events.get(0).body());
    assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
    assertThat(trigger.path("dedup_key").asText()).isEqualTo("landfall-canary-" + id);
    assertThat(trigger.path("payload").path("severity").asText()).isEqualTo("info");
    assertThat(trigger.path("payload").path("class").asText()).isEqualTo("canary");
    assertThat(json.readTree(events.get(1).body()).path("event_action").asText())
        .isEqualTo("resolve");
    assertThat(server.accepted(CHAT).get(0).body()).contains("[CANARY] CANARY");

    countsNowhere(List.of(id), "1 of 1 canary was told in time", 0);
    List<String> all = new ArrayList<>(List.of(id));
    all.addAll(missedWhenASinkDoesNotTakeIt(config));
    countsNowhere(all, "2 of 3 canaries were told in time", 1);
    assertThat(Files.readString(folder.resolve("lake/_live/snapshot.json")))
        .contains("\"canaries\":3", "\"calls\":0", "\"findings\":[]");
    beatsEndWithTheProcess();

    Landfall.Ended replay =
        Landfall.run(folder, "512m", "replay", "--json", "--config", config.toString());
    assertThat(replay.out()).as(replay.err()).contains("\"canary_records\" : 3");
    countsNowhere(all, "2 of 3 canaries were told in time", 1);
  }

  /**
   * @param alerts that people see: of canaries that were missed
   */
  private void countsNowhere(List<String> ids, String sentence, int alerts) throws Exception {
    try (Lake lake = Lake.open(folder.resolve("lake"), LakeOptions.besideTheJob())) {
      ReplayTotals totals = ReplayTotals.of(lake);
      assertThat(totals.recordsRead()).isEqualTo(ids.size());
      assertThat(totals.canaryRecords()).isEqualTo(ids.size());
      assertThat(totals.ties()).isTrue();
      assertThat(totals.calls()).isZero();
      assertThat(totals.breachCalls()).isZero();
      assertThat(totals.findings()).isEmpty();
      assertThat(AlertList.read(lake))
          .hasSize(alerts)
          .allMatch(entry -> CanaryBook.isMissed(entry.id()));
      for (Report report : Reports.all()) {
        String page = Renderer.render(report.run(lake, Window.all()), Format.JSON);
        for (String id : ids) {
          assertThat(page.contains(id)).as(report.name()).isEqualTo(report.name().equals("canary"));
        }
      }
      assertThat(Reports.byName("canary").orElseThrow().run(lake, Window.all()).sentence())
          .startsWith(sentence);
      assertThat(Reports.byName("coverage").orElseThrow().run(lake, Window.all()).rows()).isEmpty();
    }
  }

  /** Two more canaries: one that a sink did not take in time, and a later one that arrived. */
  private List<String> missedWhenASinkDoesNotTakeIt(Path config) throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    server.answer(CHAT, n -> Answer.of(down.get() ? 500 : 200));
    Landfall.Ended missed = plant(config);
    assertThat(missed.exit()).as(missed.err() + missed.out()).isEqualTo(1);
    assertThat(missed.out()).contains("\"outcome\" : \"missed\"", "not taken by every sink");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                server.accepted(PAGER).stream().anyMatch(g -> g.body().contains("CANARY MISSED")));
    down.set(false);
    Landfall.Ended told = plant(config, "log");
    assertThat(told.exit()).as(told.err() + told.out()).isZero();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                server.accepted(PAGER).stream()
                    .anyMatch(
                        g ->
                            g.body().contains("\"resolve\"")
                                && g.body().contains("canary-missed")));
    return List.of(id(missed), id(told));
  }

  private void beatsEndWithTheProcess() throws Exception {
    int before = server.accepted(SNITCH).size();
    await().atMost(PATIENCE).until(() -> server.accepted(SNITCH).size() >= before + 2);
    Process killed = up;
    killed.destroyForcibly().waitFor();
    int beats = server.accepted(SNITCH).size();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(5))
        .until(() -> server.accepted(SNITCH).size() == beats);
  }
}
