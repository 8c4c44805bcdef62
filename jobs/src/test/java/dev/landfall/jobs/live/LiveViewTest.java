package dev.landfall.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveViewTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-02T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path lake;
  private Set<String> configured = Set.of("directory:/a");
  private Clock clock = CLOCK;

  @Test
  void sums_are_drawn_twice_a_second_with_what_is_settled() throws Exception {
    try (var harness = opened(null)) {
      assertThat(page().get("as_of").isNull()).isTrue();
      take(harness, Parcel.COUNTS, "", Map.of("total|calls", 2L, "verdict|AGREED", 1L));
      take(harness, Parcel.COUNTS, "", Map.of("verdict|AGREED", 1L, "flow|a||INSIDE", 2L));
      harness.processWatermark(10_000);
      harness.setProcessingTime(500);

      JsonNode page = page();
      assertThat(page.get("totals").get("calls").asLong()).isEqualTo(2);
      assertThat(page.get("totals").get("late").asLong()).isZero();
      assertThat(page.get("verdicts").get("AGREED").asLong()).isEqualTo(2);
      assertThat(page.get("flows").get(0).get("source_region").asText()).isEqualTo("a");
      assertThat(page.get("flows").get(0).get("inference_region").isNull()).isTrue();
      assertThat(page.get("as_of").asLong()).isEqualTo(9_000);
      assertThat(page.get("written_at").asLong()).isEqualTo(CLOCK.millis());
    }
  }

  @Test
  void the_gravest_findings_come_first_and_superseded_ones_go() throws Exception {
    try (var harness = opened(null)) {
      finding(harness, "a", "warning");
      finding(harness, "b", "critical");
      finding(harness, "c", "critical");
      harness.processElement(new StreamRecord<>(new Parcel(Parcel.FINDING, "c", 0, new byte[0])));
      harness.setProcessingTime(500);

      assertThat(page().get("findings")).hasSize(2);
      assertThat(page().get("findings").get(0).get("finding_id").asText()).isEqualTo("b");
    }
  }

  @Test
  void a_source_that_was_taken_out_of_the_configuration_leaves_the_page() throws Exception {
    configured = Set.of("directory:/a", "directory:/b");
    OperatorSubtaskState state;
    try (var harness = opened(null)) {
      source(harness, "directory:/a");
      source(harness, "directory:/b");
      harness.setProcessingTime(500);
      assertThat(page().get("sources")).hasSize(2);
      state = harness.snapshot(1, 1);
    }
    configured = Set.of("directory:/b");
    try (var harness = opened(state)) {
      assertThat(page().get("sources")).hasSize(1);
      assertThat(page().get("sources").get(0).get("id").asText()).isEqualTo("directory:/b");
    }
  }

  @Test
  void the_page_says_when_the_job_last_completed_a_checkpoint_also_over_failures()
      throws Exception {
    OperatorSubtaskState state;
    try (var harness = opened(null)) {
      assertThat(page().get("checkpointed_at").asLong()).isEqualTo(CLOCK.millis());
      clock = Clock.offset(CLOCK, Duration.ofMinutes(1));
    }
    try (var harness = opened(null)) {
      state = harness.snapshot(1, 1);
      harness.notifyOfCompletedCheckpoint(1);
      harness.setProcessingTime(500);
      assertThat(page().get("checkpointed_at").asLong()).isEqualTo(clock.millis());
    }
    long checkpointed = clock.millis();
    clock = Clock.offset(CLOCK, Duration.ofMinutes(9));
    try (var harness = opened(state)) {
      harness.setProcessingTime(500);
      assertThat(page().get("checkpointed_at").asLong()).isEqualTo(checkpointed);
      harness.notifyOfCompletedCheckpoint(2);
      harness.setProcessingTime(1_000);
      assertThat(page().get("checkpointed_at").asLong()).isEqualTo(clock.millis());
    }
  }

  @Test
  void a_job_that_never_completed_one_counts_from_its_start_whatever_failed_since()
      throws Exception {
    Moving.now = CLOCK.instant();
    LiveView started = new LiveView(LakePlace.in(lake), configured, 1_000, new Moving());
    for (int attempt = 1; attempt <= 3; attempt++) {
      Moving.now = CLOCK.instant().plus(Duration.ofMinutes(attempt));
      try (var harness =
          new OneInputStreamOperatorTestHarness<Parcel, Long>(InstantiationUtil.clone(started))) {
        harness.open();
        assertThat(page().get("written_at").asLong()).isEqualTo(Moving.now.toEpochMilli());
        assertThat(page().get("checkpointed_at").asLong()).isEqualTo(CLOCK.millis());
      }
    }
  }

  /** Travels with the operator, as the job's clock does, and still moves. */
  private static final class Moving extends Clock implements Serializable {
    private static final long serialVersionUID = 1L;
    private static Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static void source(OneInputStreamOperatorTestHarness<Parcel, Long> harness, String id)
      throws Exception {
    SourceState state = new SourceState(id, "directory", "/", 1L, 1L, 1, null, null);
    harness.processElement(
        new StreamRecord<>(new Parcel(Parcel.SOURCE, id, 0, LiveCodec.encode(state))));
  }

  @Test
  void a_restart_goes_on_with_its_sums() throws Exception {
    OperatorSubtaskState state;
    try (var harness = opened(null)) {
      take(harness, Parcel.COUNTS, "", Map.of("total|calls", 2L));
      finding(harness, "a", "warning");
      state = harness.snapshot(1, 1);
    }
    try (var harness = opened(state)) {
      take(harness, Parcel.COUNTS, "", Map.of("total|calls", 1L));
      harness.setProcessingTime(500);

      assertThat(page().get("totals").get("calls").asLong()).isEqualTo(3);
      assertThat(page().get("findings")).hasSize(1);
    }
  }

  private OneInputStreamOperatorTestHarness<Parcel, Long> opened(OperatorSubtaskState state)
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<Parcel, Long>(
            new LiveView(LakePlace.in(lake), configured, 1_000, clock));
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static void take(
      OneInputStreamOperatorTestHarness<Parcel, Long> harness,
      int kind,
      String key,
      Map<String, Long> counts)
      throws Exception {
    harness.processElement(new StreamRecord<>(new Parcel(kind, key, 0, LiveCodec.encode(counts))));
  }

  private static void finding(
      OneInputStreamOperatorTestHarness<Parcel, Long> harness, String id, String severity)
      throws Exception {
    OpenFinding finding =
        new OpenFinding(id, "rule", severity, null, null, null, null, null, 1, 1, 2, "headline");
    harness.processElement(
        new StreamRecord<>(new Parcel(Parcel.FINDING, id, 0, LiveCodec.encode(finding))));
  }

  private JsonNode page() throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(lake.resolve("_live/snapshot.json")));
  }
}
