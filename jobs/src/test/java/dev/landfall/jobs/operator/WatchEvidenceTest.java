package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class WatchEvidenceTest {
  private static final long REMEMBER = 7 * 86_400_000L;

  @Test
  void logging_switched_off_is_a_ground_once_however_often_it_is_told() throws Exception {
    try (var harness = opened()) {
      take(harness, change("logging-off"));
      take(harness, change("logging-off"));

      assertThat(settled(harness))
          .singleElement()
          .satisfies(b -> assertThat(b.template().rule()).isEqualTo("evidence-gap"));
    }
  }

  @Test
  void a_late_record_is_a_ground_once_however_often_it_comes() throws Exception {
    try (var harness = opened()) {
      take(harness, late());
      take(harness, late());

      assertThat(settled(harness))
          .singleElement()
          .satisfies(b -> assertThat(b.template().subject()).isEqualTo("late log records"));
    }
  }

  @Test
  void an_object_that_was_unreadable_and_is_read_later_takes_its_ground_back() throws Exception {
    try (var harness = opened()) {
      take(harness, object("unreadable"));
      take(harness, object("read"));

      assertThat(settled(harness)).extracting(GroundBatch::added).containsExactly(true, false);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void objects_that_were_read_leave_no_state() throws Exception {
    try (var harness = opened()) {
      take(harness, object("read"));

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void a_gap_is_remembered_for_as_long_as_calls_are() throws Exception {
    try (var harness = opened()) {
      take(harness, object("unreadable"));
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

      harness.processWatermark(Samples.NOON + REMEMBER);

      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, byte[], Parcel> opened()
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, byte[], Parcel> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new WatchEvidence(REMEMBER)),
            WatchEvidence::subject,
            Types.STRING);
    harness.open();
    return harness;
  }

  private static void take(
      KeyedOneInputStreamOperatorTestHarness<String, byte[], Parcel> harness, LakeRow row)
      throws Exception {
    assertThat(WatchEvidence.concerns(row.encode())).isTrue();
    harness.processElement(new StreamRecord<>(row.encode()));
  }

  private static List<GroundBatch> settled(
      KeyedOneInputStreamOperatorTestHarness<String, byte[], Parcel> harness) {
    return harness.extractOutputValues().stream()
        .map(GroundBatch::of)
        .filter(GroundBatch::settled)
        .toList();
  }

  private static LakeRow change(String change) {
    return new LakeRow(LakeTable.CHANGES)
        .set("partition", "aws")
        .set("account", Samples.ACCOUNT)
        .set("region", Samples.AUCKLAND)
        .set("event_id", "event-1")
        .set("change", change)
        .setMillis("changed_at", Samples.NOON);
  }

  private static LakeRow late() {
    return new LakeRow(LakeTable.LATE)
        .set("partition", "aws")
        .set("account", Samples.ACCOUNT)
        .set("request_id", "r-1")
        .set("kind", "LOG")
        .set("evidence_hash", "00")
        .setMillis("event_at", Samples.NOON);
  }

  private static LakeRow object(String status) {
    return new LakeRow(LakeTable.OBJECTS)
        .set("uri", "file:///logs/a.json.gz")
        .set("sha256", status.equals("read") ? "00" : "")
        .set("kind", "cloudtrail")
        .set("status", status)
        .set("reason", status.equals("read") ? null : "no permission")
        .setMillis("modified_at", Samples.NOON)
        .setMillis("first_seen_at", Samples.NOON);
  }
}
