package dev.landfall.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.testkit.SinkServer;
import dev.landfall.core.testkit.SinkServer.Answer;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.jobs.edge.Parcel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk as Flink runs it: what it sends, keeps in a checkpoint, and reads from people. */
class AlertDeskTest {
  private static final String ID = "a41c09d2e77b3f10";
  private static final String PATH = "/v2/enqueue";

  @TempDir Path home;
  private SinkServer server;
  private long processingTime;
  private String second = "";
  private String more = "";

  @BeforeEach
  void start() throws Exception {
    server = SinkServer.start();
    server.answer(PATH, n -> Answer.of(202));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DeskSettings settings() throws Exception {
    Path file = home.resolve("landfall.yaml");
    Files.writeString(
        file,
        """
        sources: [{ type: directory, path: logs }]
        sinks:
          - { id: oncall, type: pagerduty, routing_key: k, url: "%s" }
        %s
        alerts: { digest_wait: 1s, retry_first: 10ms, retry_most: 50ms%s }
        """
            .formatted(server.url(PATH), second, more));
    LandfallConfig config = LandfallConfig.read(file, Map.of());
    return DeskSettings.of(config, PolicyHistory.open(), Catalogue.shipped(), Clock.systemUTC());
  }

  private OneInputStreamOperatorTestHarness<Parcel, byte[]> desk(
      @Nullable OperatorSubtaskState from) throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<Parcel, byte[]>(new AlertDesk(settings()));
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    harness.setProcessingTime(processingTime);
    return harness;
  }

  private static FindingRevision breach(long revision, long n, boolean standing) {
    return breach(ID, revision, n, standing);
  }

  private static FindingRevision breach(String id, long revision, long n, boolean standing) {
    long now = System.currentTimeMillis();
    return new FindingRevision(
        id,
        revision,
        standing,
        "residency-breach",
        Severity.CRITICAL,
        "111122223333",
        "contact-centre",
        "apac.model-v1:0",
        "ap-southeast-1",
        null,
        n,
        now - 5_000,
        now,
        "headline",
        "request-1",
        null,
        null,
        null);
  }

  private void turn(OneInputStreamOperatorTestHarness<Parcel, byte[]> harness) {
    try {
      processingTime += 20;
      harness.setProcessingTime(processingTime);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void until(
      OneInputStreamOperatorTestHarness<Parcel, byte[]> harness,
      java.util.function.BooleanSupplier done) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              turn(harness);
              return done.getAsBoolean();
            });
  }

  private static List<LakeRow> rows(
      OneInputStreamOperatorTestHarness<Parcel, byte[]> harness, LakeTable table) {
    return harness.extractOutputValues().stream()
        .map(LakeRow::decode)
        .filter(row -> row.table() == table)
        .toList();
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>();
    for (SinkServer.Got got : server.got()) {
      try {
        JsonNode event = new ObjectMapper().readTree(got.body());
        actions.add(event.get("event_action").asText());
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
    return actions;
  }

  @Test
  void a_finding_is_told_once_with_a_row_for_its_state_and_one_for_its_receipt() throws Exception {
    try (var harness = desk(null)) {
      harness.processElement(new StreamRecord<>(Parcel.of(breach(1, 1, true))));
      harness.processElement(new StreamRecord<>(Parcel.of(breach(2, 7, true))));
      until(harness, () -> rows(harness, LakeTable.DELIVERIES).size() == 1);
      harness.processElement(new StreamRecord<>(Parcel.of(breach(2, 7, true))));
      for (int i = 0; i < 40; i++) {
        turn(harness);
      }
      assertThat(actions()).containsExactly("trigger");
      LakeRow alert = rows(harness, LakeTable.ALERTS).get(0);
      assertThat(alert.get("state")).isEqualTo("open");
      assertThat(alert.get("occurrences")).isEqualTo(7L);
      assertThat(alert.get("sample_request_id")).isEqualTo("request-1");
      LakeRow receipt = rows(harness, LakeTable.DELIVERIES).get(0);
      assertThat(receipt.get("outcome")).isEqualTo("accepted");
      assertThat(receipt.get("status")).isEqualTo(202L);
    }
  }

  @Test
  void what_a_sink_far_behind_is_told_together_has_a_receipt_each_and_one_digest()
      throws Exception {
    more = ", burst: 100, most_waiting: 10";
    AtomicBoolean down = new AtomicBoolean(true);
    server.answer(PATH, n -> Answer.of(down.get() ? 500 : 202));
    try (var harness = desk(null)) {
      for (int i = 0; i < 30; i++) {
        String id = "%016x".formatted(i);
        harness.processElement(new StreamRecord<>(Parcel.of(breach(id, 1, 1, true))));
      }
      until(harness, () -> outcomes(harness, "together") == 20);
      down.set(false);
      until(harness, () -> outcomes(harness, "accepted") == 11);
      assertThat(rows(harness, LakeTable.DELIVERIES))
          .filteredOn(row -> "accepted".equals(row.get("outcome")))
          .extracting(row -> row.get("notice"))
          .containsOnly("trigger", "digest")
          .containsOnlyOnce("digest");
      assertThat(outcomes(harness, "together")).isEqualTo(20);
    }
  }

  private static long outcomes(
      OneInputStreamOperatorTestHarness<Parcel, byte[]> harness, String outcome) {
    return rows(harness, LakeTable.DELIVERIES).stream()
        .filter(row -> outcome.equals(row.get("outcome")))
        .count();
  }

  @Test
  void a_canary_is_told_when_its_last_sink_has_taken_it_and_not_before() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    server.answer("/other", n -> Answer.of(down.get() ? 500 : 202));
    second =
        "  - { id: other, type: pagerduty, routing_key: k, url: \"%s\" }"
            .formatted(server.url("/other"));
    long at = System.currentTimeMillis();
    String id = CanaryId.of(Canary.ACCOUNT, at, 1);
    try (var harness = desk(null)) {
      FindingRevision planted = canary(id, at);
      harness.processElement(new StreamRecord<>(Parcel.of(planted)));
      until(harness, () -> server.accepted(PATH).size() == 1 && server.got().size() >= 3);
      assertThat(rows(harness, LakeTable.CANARIES)).isEmpty();

      down.set(false);
      until(harness, () -> !rows(harness, LakeTable.CANARIES).isEmpty());
      LakeRow told = rows(harness, LakeTable.CANARIES).get(0);
      assertThat(told.get("step")).isEqualTo("told");
      assertThat(told.get("canary_id")).isEqualTo(id);
      assertThat(told.get("planted_at")).isEqualTo(at * 1_000);
    }
  }

  @Test
  void a_canary_that_a_sink_refused_is_not_told() throws Exception {
    server.answer("/other", n -> Answer.of(400));
    second =
        "  - { id: other, type: pagerduty, routing_key: k, url: \"%s\" }"
            .formatted(server.url("/other"));
    long at = System.currentTimeMillis();
    FindingRevision planted = canary(CanaryId.of(Canary.ACCOUNT, at, 1), at);
    try (var harness = desk(null)) {
      harness.processElement(new StreamRecord<>(Parcel.of(planted)));
      until(harness, () -> actions().contains("resolve"));
      assertThat(rows(harness, LakeTable.CANARIES)).isEmpty();
    }
  }

  private static FindingRevision canary(String id, long at) {
    return new FindingRevision(
        Canary.alert(id),
        1,
        true,
        Canary.RULE,
        Severity.INFO,
        Canary.ACCOUNT,
        Canary.WORKLOAD,
        null,
        "us-west-2",
        id,
        1,
        at,
        at,
        "CANARY",
        id,
        null,
        null,
        null);
  }

  @Test
  void what_has_no_receipt_in_the_checkpoint_is_sent_again_after_a_restart() throws Exception {
    server.answer(PATH, n -> Answer.hang());
    OperatorSubtaskState checkpoint;
    try (var harness = desk(null)) {
      harness.processElement(new StreamRecord<>(Parcel.of(breach(1, 1, true))));
      until(harness, () -> server.got().size() == 1);
      harness.prepareSnapshotPreBarrier(1);
      checkpoint = harness.snapshot(1, 1);
    }
    server.answer(PATH, n -> Answer.of(202));
    try (var harness = desk(checkpoint)) {
      until(harness, () -> rows(harness, LakeTable.DELIVERIES).size() == 1);
      harness.processElement(new StreamRecord<>(Parcel.of(breach(1, 1, true))));
      for (int i = 0; i < 20; i++) {
        turn(harness);
      }
    }
    assertThat(actions()).containsExactly("trigger", "trigger");
    assertThat(server.accepted(PATH)).hasSize(1);
    assertThat(server.got())
        .extracting(g -> g.body().contains("landfall-" + ID))
        .containsOnly(true);
  }

  @Test
  void a_file_of_a_person_ends_an_alert_and_a_restart_does_not_end_it_twice() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = desk(null)) {
      harness.processElement(new StreamRecord<>(Parcel.of(breach(1, 1, true))));
      until(harness, () -> server.got().size() == 1);
      Path control = Files.createDirectories(home.resolve("lake/_control"));
      Files.writeString(control.resolve("0-broken.json"), "{ no decision");
      for (int i = 0; i < 20; i++) { // folders are listed in no order
        Files.writeString(control.resolve(i + "-null.json"), "null");
      }
      Files.writeString(control.resolve("0-nulls.json"), "{\"kind\":\"ack\",\"at\":null}");
      Files.writeString(
          control.resolve("0-far.json"),
          "{\"kind\":\"ack\",\"alert\":\"%s\",\"by\":\"k\",\"reason\":\"r\",\"at\":\"+999999999-01-01T00:00:00Z\"}"
              .formatted(ID));
      Files.writeString(
          control.resolve("20261121T140000000Z-disposition-1a2b3c4d.json"),
          """
          {"kind":"disposition","alert":"%s","by":"kim","reason":"test account","at":"%s"}
          """
              .formatted(ID, Clock.systemUTC().instant()));
      until(harness, () -> server.got().size() == 2);
      until(harness, () -> rows(harness, LakeTable.DELIVERIES).size() == 2);
      List<LakeRow> alerts = rows(harness, LakeTable.ALERTS);
      LakeRow ended = alerts.get(alerts.size() - 1);
      assertThat(ended.get("state")).isEqualTo("dispositioned");
      assertThat(ended.get("decided_by")).isEqualTo("kim");
      assertThat(ended.get("reason")).isEqualTo("test account");
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = desk(checkpoint)) {
      for (int i = 0; i < 60; i++) {
        turn(harness);
      }
    }
    assertThat(actions()).containsExactly("trigger", "resolve");
    assertThat(server.got().get(1).body()).doesNotContain("kim").doesNotContain("test account");
  }

  @Test
  void at_the_end_of_a_replay_everything_is_delivered_before_it_ends() throws Exception {
    server.answer(PATH, n -> n < 3 ? Answer.of(503) : Answer.of(202));
    try (var harness = desk(null)) {
      harness.processElement(new StreamRecord<>(Parcel.of(breach(1, 1, true))));
      harness.endInput();
      assertThat(rows(harness, LakeTable.DELIVERIES))
          .extracting(row -> row.get("outcome"))
          .containsExactly("retry", "retry", "accepted");
    }
  }
}
