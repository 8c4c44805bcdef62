package dev.landfall.ingest.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Attempt;
import dev.landfall.core.alert.Backoff;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.alert.Outbox;
import dev.landfall.core.alert.Reply;
import dev.landfall.core.testkit.SinkServer;
import dev.landfall.core.testkit.SinkServer.Answer;
import dev.landfall.core.testkit.SinkServer.Got;
import dev.landfall.ingest.config.Secret;
import dev.landfall.ingest.config.SinkConfig;
import dev.landfall.ingest.config.SinkConfig.SinkType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox with real requests to a server that answers, refuses, hangs and resets. */
class DeliveryTest {
  private static final String PAGER = "/v2/enqueue";
  private static final String CHAT = "/services/chat";
  private static final List<String> ROUTE = List.of("oncall", "chat");

  private record Back(Outbox.Send send, Reply reply) {}

  private final List<Attempt> attempts = new ArrayList<>();
  private final Queue<Back> back = new ConcurrentLinkedQueue<>();
  private SinkServer server;
  private Sinks sinks;
  private Outbox outbox;

  @BeforeEach
  void start() throws Exception {
    server = SinkServer.start();
    server.answer(PAGER, n -> Answer.of(202));
    List<SinkConfig> configured =
        List.of(
            new SinkConfig(
                "oncall",
                SinkType.PAGERDUTY,
                new Secret(server.url(PAGER)),
                new Secret("routing"),
                List.of(),
                1_000),
            new SinkConfig(
                "chat", SinkType.SLACK, new Secret(server.url(CHAT)), null, List.of(), 1_000));
    sinks = new Sinks(configured, Notices.WORDING, Duration.ofSeconds(1), Clock.systemUTC());
    outbox =
        new Outbox(
            configured.stream().map(Sinks::terms).toList(),
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMinutes(1)),
            0,
            5_000,
            1);
  }

  @AfterEach
  void stop() throws Exception {
    sinks.close();
    server.close();
  }

  private void add(NoticeKind kind, int id, List<String> route) {
    Notice notice =
        Notices.of(kind, "%016x".formatted(id), "workload", "profile" + id, "ap-southeast-1");
    outbox.add(notice, route, System.currentTimeMillis());
  }

  private void untilEmpty() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              turn();
              return outbox.isEmpty();
            });
  }

  private void turn() {
    long now = System.currentTimeMillis();
    for (Back each = back.poll(); each != null; each = back.poll()) {
      attempts.addAll(outbox.done(each.send, each.reply, now));
    }
    outbox.due(now).forEach(s -> sinks.send(s, (send, reply) -> back.add(new Back(send, reply))));
  }

  private List<Attempt> at(String sink) {
    return attempts.stream().filter(each -> each.sink().equals(sink)).toList();
  }

  private List<String> keys(List<Got> got) throws Exception {
    List<String> keys = new ArrayList<>();
    for (Got each : got) {
      keys.add(new ObjectMapper().readTree(each.body()).get("dedup_key").asText());
    }
    return keys;
  }

  @Test
  void every_failure_that_may_pass_is_tried_until_it_does() throws Exception {
    server.answer(
        PAGER,
        n ->
            switch (n % 6) {
              case 1 -> Answer.of(500);
              case 2 -> Answer.of(429, "Retry-After", "0");
              case 3 -> Answer.reset();
              case 4 -> n < 6 ? Answer.hang() : Answer.of(503);
              default -> Answer.of(202);
            });
    for (int i = 0; i < 12; i++) {
      add(NoticeKind.TRIGGER, i, List.of("oncall"));
    }
    untilEmpty();

    List<Got> accepted = server.accepted(PAGER);
    assertThat(keys(accepted)).hasSize(12).doesNotHaveDuplicates();
    assertThat(at("oncall")).hasSameSizeAs(server.got());
    assertThat(at("oncall").stream().filter(a -> a.outcome().equals("accepted"))).hasSize(12);
    assertThat(at("oncall").stream().filter(a -> a.status() == 0).map(Attempt::reason))
        .contains("no answer in time");
    for (int status : List.of(500, 429, 503, 202)) {
      assertThat(at("oncall").stream().filter(a -> a.status() == status).count())
          .isEqualTo(server.got().stream().filter(g -> g.status() == status).count());
    }
  }

  @Test
  void retry_after_is_honoured() {
    server.answer(PAGER, n -> n == 1 ? Answer.of(429, "Retry-After", "1") : Answer.of(202));
    add(NoticeKind.TRIGGER, 1, List.of("oncall"));
    untilEmpty();
    List<Got> got = server.got();
    assertThat(got).hasSize(2);
    assertThat(got.get(1).atMillis() - got.get(0).atMillis()).isGreaterThanOrEqualTo(1_000);
  }

  @Test
  void what_is_refused_is_sent_once_and_the_second_sink_tells() {
    for (int status : List.of(400, 404, 410, 302)) {
      server.answer(PAGER, n -> Answer.of(status, "Location", server.url("/elsewhere")));
      long before = server.got().stream().filter(g -> g.path().equals(PAGER)).count();
      add(NoticeKind.TRIGGER, status, ROUTE);
      untilEmpty();
      assertThat(server.got().stream().filter(g -> g.path().equals(PAGER)).count())
          .isEqualTo(before + 1);
      assertThat(server.accepted(CHAT).stream().map(Got::body).toList())
          .anyMatch(body -> body.contains("oncall") && body.contains("HTTP " + status));
    }
    assertThat(server.got()).noneMatch(g -> g.path().equals("/elsewhere"));
    assertThat(at("oncall")).extracting(Attempt::outcome).containsOnly("rejected");
  }

  @Test
  void a_hanging_sink_holds_up_no_other() {
    server.answer(PAGER, n -> Answer.hang());
    for (int i = 0; i < 20; i++) {
      add(NoticeKind.TRIGGER, i, ROUTE);
    }
    long from = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              turn();
              return outbox.waiting("chat") == 0;
            });
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    server.answer(PAGER, n -> Answer.of(202));
    untilEmpty();
    assertThat(server.accepted(PAGER)).hasSize(20);
  }

  @Test
  void a_trigger_is_always_before_its_resolve() throws Exception {
    server.answer(PAGER, n -> n % 3 == 0 ? Answer.of(202) : Answer.of(500));
    for (int i = 0; i < 10; i++) {
      add(NoticeKind.TRIGGER, i, List.of("oncall"));
    }
    turn();
    for (int i = 0; i < 10; i++) {
      add(NoticeKind.RESOLVE, i, List.of("oncall"));
    }
    untilEmpty();
    List<String> order = new ArrayList<>();
    for (Got got : server.accepted(PAGER)) {
      var event = new ObjectMapper().readTree(got.body());
      order.add(event.get("dedup_key").asText() + " " + event.get("event_action").asText());
    }
    assertThat(order).hasSize(20);
    for (int i = 0; i < 10; i++) {
      String key = "landfall-%016x".formatted(i);
      assertThat(order.indexOf(key + " trigger")).isLessThan(order.indexOf(key + " resolve"));
    }
  }

  @Test
  void a_sink_on_a_metadata_network_is_never_asked() {
    SinkConfig evil =
        new SinkConfig(
            "oncall",
            SinkType.WEBHOOK,
            new Secret("http://169.254.169.254/latest"),
            null,
            List.of(),
            null);
    outbox = new Outbox(List.of(Sinks.terms(evil)), Backoff.standard(), 0, 5_000, 1);
    sinks.close();
    sinks = new Sinks(List.of(evil), Notices.WORDING, Duration.ofSeconds(5), Clock.systemUTC());
    add(NoticeKind.TRIGGER, 1, List.of("oncall"));
    untilEmpty();
    assertThat(attempts.get(0).outcome()).isEqualTo("rejected");
    assertThat(attempts.get(0).reason()).contains("link-local");
  }
}
