package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.ingest.config.LakePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer and the publisher under Flink's harness, checkpoint by checkpoint. */
class LakeOperatorsTest {
  private static final Duration SETTLE = Duration.ofHours(2);

  @TempDir Path lake;

  @Test
  void files_are_sealed_and_told_before_the_barrier() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> writer =
        new OneInputStreamOperatorTestHarness<>(LakeWriterOperator.rows(LakePlace.in(lake)))) {
      writer.open();
      writer.processElement(element(probe("a")));
      writer.processElement(element(probe("b")));
      assertThat(writer.getOutput()).isEmpty();

      writer.prepareSnapshotPreBarrier(1);

      assertThat(sealed(writer)).extracting(each -> each.file().rows()).containsExactly(2L);
      writer.prepareSnapshotPreBarrier(2);
      assertThat(sealed(writer)).hasSize(1);
      writer.processElement(element(probe("c")));
      writer.endInput();
      assertThat(sealed(writer)).hasSize(2);
    }
  }

  @Test
  void a_writer_that_fails_leaves_no_file_behind() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> writer =
        new OneInputStreamOperatorTestHarness<>(LakeWriterOperator.rows(LakePlace.in(lake)))) {
      writer.open();
      writer.processElement(element(probe("a")));
    }
    assertThat(LakeFiles.in(lake).list("probes")).isEmpty();
  }

  @Test
  void files_are_published_when_their_checkpoint_is_complete_and_only_then() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(files("a")));
      assertThat(probes()).isEmpty();
      publisher.snapshot(1, 0);
      publisher.processElement(new StreamRecord<>(files("b")));
      assertThat(probes()).isEmpty();

      publisher.notifyOfCompletedCheckpoint(1);

      assertThat(probes()).containsExactly("a");
      assertThat(latest().checkpoint()).isEqualTo(1);
      publisher.snapshot(2, 0);
      publisher.notifyOfCompletedCheckpoint(2);
      assertThat(probes()).containsExactly("a", "b");
      assertThat(latest().epoch()).isEqualTo(1);
    }
  }

  @Test
  void one_manifest_names_the_files_of_all_tables_of_a_checkpoint() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      long before = latest().version();
      publisher.processElement(new StreamRecord<>(files("a")));
      publisher.processElement(
          new StreamRecord<>(sealed(List.of(LakeSamples.full(LakeTable.LATE, 1)))));
      complete(publisher, 1);

      assertThat(latest().version()).isEqualTo(before + 1);
      assertThat(latest().tables().keySet()).containsExactly("late", "probes");
    }
  }

  @Test
  void a_checkpoint_that_was_not_completed_is_published_with_the_next_one() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(files("a")));
      publisher.snapshot(1, 0);
      publisher.processElement(new StreamRecord<>(files("b")));
      publisher.snapshot(2, 0);
      long before = latest().version();

      publisher.notifyOfCompletedCheckpoint(2);

      assertThat(probes()).containsExactly("a", "b");
      assertThat(latest().version()).isEqualTo(before + 1);
    }
  }

  @Test
  void what_a_checkpoint_held_is_published_on_restore_and_nothing_twice() throws Exception {
    OperatorSubtaskState saved;
    byte[] a = files("a");
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(a));
      saved = publisher.snapshot(1, 0);
      // killed before it heard that the checkpoint is complete
    }
    assertThat(probes()).isEmpty();

    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.initializeState(saved);
      publisher.open();
      assertThat(probes()).containsExactly("a");
      assertThat(latest().epoch()).isEqualTo(2);
      publisher.processElement(new StreamRecord<>(a));
      complete(publisher, 2);
      assertThat(probes()).containsExactly("a");
    }
  }

  @Test
  void restoring_an_older_checkpoint_returns_the_lake_to_exactly_it() throws Exception {
    OperatorSubtaskState first;
    Manifest atFirst;
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(files("a")));
      publisher.processWatermark(new Watermark(at("2026-11-01T12:00:00Z")));
      first = complete(publisher, 1);
      atFirst = latest();
      publisher.processElement(new StreamRecord<>(files("b")));
      publisher.processWatermark(new Watermark(at("2026-11-01T13:00:00Z")));
      complete(publisher, 2);
      assertThat(probes()).containsExactly("a", "b");
    }

    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.initializeState(first);
      publisher.open();

      assertThat(latest().tables()).isEqualTo(atFirst.tables());
      assertThat(latest().asOf()).isEqualTo(atFirst.asOf()).isEqualTo(at("2026-11-01T10:00:00Z"));
      assertThat(latest().checkpoint()).isEqualTo(1);
      assertThat(latest().epoch()).isEqualTo(atFirst.epoch() + 1);
      assertThat(latest().version()).isEqualTo(atFirst.version() + 2);
      assertThat(latest().retired()).hasSize(1);
      publisher.processElement(new StreamRecord<>(files("c")));
      complete(publisher, 2);
      assertThat(probes()).containsExactly("a", "c");
    }
  }

  @Test
  void a_restore_that_needs_a_deleted_file_says_so_and_leaves_the_lake() throws Exception {
    OperatorSubtaskState saved;
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(files("a")));
      saved = publisher.snapshot(1, 0);
    }
    for (LakeFiles.Entry entry : LakeFiles.in(lake).list("probes")) {
      LakeFiles.in(lake).delete(entry.path());
    }
    long before = latest().version();

    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.initializeState(saved);
      assertThatThrownBy(publisher::open)
          .hasMessageContaining("cannot return the lake to checkpoint 1")
          .hasMessageContaining("1 of its 1 files are gone");
    }
    assertThat(latest().version()).isEqualTo(before);
  }

  @Test
  void a_fresh_start_keeps_the_files_and_fences_off_the_old_epoch() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> old = live()) {
      old.open();
      old.processElement(new StreamRecord<>(files("a")));
      complete(old, 1);
      old.processElement(new StreamRecord<>(files("b")));
      old.snapshot(2, 0);

      try (OneInputStreamOperatorTestHarness<byte[], Long> fresh = live()) {
        fresh.open();
        assertThat(probes()).containsExactly("a");
        assertThat(latest().epoch()).isEqualTo(2);

        assertThatThrownBy(() -> old.notifyOfCompletedCheckpoint(2))
            .isInstanceOf(SuppressRestartsException.class)
            .hasStackTraceContaining("the lake went on to epoch 2");
        assertThatThrownBy(() -> old.snapshot(3, 0))
            .hasRootCauseInstanceOf(LakeTakenOver.class)
            .hasStackTraceContaining(SuppressRestartsException.class.getName());
        assertThat(probes()).containsExactly("a");
      }
    }
  }

  @Test
  void idle_checkpoints_publish_nothing_until_as_of_moves_a_minute() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processWatermark(new Watermark(at("2026-11-01T12:00:00Z")));
      complete(publisher, 1);
      long version = latest().version();
      publisher.processWatermark(new Watermark(at("2026-11-01T12:00:59.999Z")));
      complete(publisher, 2);
      assertThat(latest().version()).isEqualTo(version);
      publisher.processWatermark(new Watermark(at("2026-11-01T12:01:00Z")));
      complete(publisher, 3);
      assertThat(latest().version()).isEqualTo(version + 1);
      assertThat(latest().asOf()).isEqualTo(at("2026-11-01T10:01:00Z"));
    }
  }

  @Test
  void at_the_end_of_all_input_as_of_is_the_minute_after_the_last_call() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      assertThat(latest().asOf()).isNull();
      publisher.processElement(new StreamRecord<>(calls(LakeSamples.NOON)));
      publisher.processWatermark(Watermark.MAX_WATERMARK);
      publisher.endInput();
      complete(publisher, 1);
      assertThat(latest().asOf()).isEqualTo(at("2026-11-01T12:01:00Z"));
    }
  }

  @Test
  void a_compaction_between_two_checkpoints_is_kept() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(files("a")));
      complete(publisher, 1);
      SealedFiles compacted = SealedFiles.decode(files("a-compacted"));
      LakeStore store = new LakeStore(lake);
      store.swap(
          base ->
              new NextManifest(base, "compact")
                  .clear("probes")
                  .add(compacted.files())
                  .build(LakeSamples.NOON, Duration.ofDays(7)));
      publisher.processElement(new StreamRecord<>(files("b")));

      OperatorSubtaskState saved = complete(publisher, 2);

      assertThat(probes()).containsExactly("a-compacted", "b");
      try (OneInputStreamOperatorTestHarness<byte[], Long> restored = live()) {
        restored.initializeState(saved);
        restored.open();
        assertThat(probes()).containsExactly("a-compacted", "b");
      }
    }
  }

  @Test
  void a_replay_shows_nothing_until_its_end_and_then_everything_at_once() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(calls(LakeSamples.NOON)));
      publisher.processElement(new StreamRecord<>(files("probe made anew")));
      publisher.processElement(
          new StreamRecord<>(sealed(List.of(LakeSamples.full(LakeTable.DELIVERIES, 0)))));
      complete(publisher, 1);
    }
    Manifest before = latest();
    byte[] again = calls(LakeSamples.NOON.plusSeconds(60));

    try (OneInputStreamOperatorTestHarness<byte[], Long> replay =
        harness(() -> PublishOperator.replay(LakePlace.in(lake), LakeSamples.CLOCK, null))) {
      replay.open();
      replay.processElement(new StreamRecord<>(again));
      replay.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(latest()).isEqualTo(before);

      replay.endInput();

      Manifest after = latest();
      assertThat(after.files(LakeTable.CALLS))
          .extracting(Manifest.DataFile::path)
          .isEqualTo(SealedFiles.decode(again).files().stream().map(f -> f.file().path()).toList());
      assertThat(after.files(LakeTable.CALLS)).allMatch(Manifest.DataFile::sealed);
      assertThat(probes()).isEmpty();
      assertThat(after.files(LakeTable.DELIVERIES)).isEqualTo(before.files(LakeTable.DELIVERIES));
      assertThat(after.generation()).isEqualTo(before.generation() + 1);
      assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
      assertThat(after.writer()).isEqualTo("replay");
      assertThat(after.asOf()).isEqualTo(at("2026-11-01T12:02:00Z"));
      assertThat(after.retired())
          .extracting(Manifest.Retired::path)
          .containsExactlyInAnyOrder(
              before.files(LakeTable.CALLS).get(0).path(),
              before.files(LakeTable.PROBES).get(0).path());

      replay.endInput();
      assertThat(latest()).isEqualTo(after);
    }
  }

  @Test
  void a_replay_keeps_what_no_source_tells_of_canaries_and_reads_the_rest_anew() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(
          new StreamRecord<>(
              sealed(
                  List.of(
                      step("a", "planted"),
                      step("a", "read"),
                      step("a", "late 1f"),
                      step("a", "told"),
                      step("b", "missed"),
                      step("c", "failed")))));
      complete(publisher, 1);
    }
    try (OneInputStreamOperatorTestHarness<byte[], Long> replay =
        harness(() -> PublishOperator.replay(LakePlace.in(lake), LakeSamples.CLOCK, null))) {
      replay.open();
      replay.processElement(new StreamRecord<>(sealed(List.of(step("z", "read")))));
      replay.processWatermark(Watermark.MAX_WATERMARK);
      replay.endInput();
      Manifest after = latest();
      assertThat(LakeSamples.rows(new LakeStore(lake), LakeTable.CANARIES))
          .extracting(row -> row.get("canary_id") + " " + row.get("step"))
          .containsExactlyInAnyOrder("a planted", "a told", "b missed", "c failed", "z read");
      replay.endInput();
      assertThat(latest()).isEqualTo(after);
    }
  }

  private static LakeRow step(String id, String step) {
    return new LakeRow(LakeTable.CANARIES)
        .set("canary_id", id)
        .set("step", step)
        .setMillis("planted_at", LakeSamples.NOON.toEpochMilli());
  }

  @Test
  void a_replay_does_not_replace_a_lake_that_another_job_began_meanwhile() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> replay =
        harness(() -> PublishOperator.replay(LakePlace.in(lake), LakeSamples.CLOCK, null))) {
      replay.open();
      replay.processElement(new StreamRecord<>(calls(LakeSamples.NOON)));
      try (OneInputStreamOperatorTestHarness<byte[], Long> other = live()) {
        other.open();
        Manifest others = latest();
        assertThatThrownBy(replay::endInput)
            .isInstanceOf(SuppressRestartsException.class)
            .hasRootCauseInstanceOf(LakeTakenOver.class);
        assertThat(latest()).isEqualTo(others);
      }
    }
  }

  @Test
  void a_killed_replay_leaves_the_lake_as_it_was() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], Long> publisher = live()) {
      publisher.open();
      publisher.processElement(new StreamRecord<>(calls(LakeSamples.NOON)));
      complete(publisher, 1);
    }
    Manifest before = latest();
    try (OneInputStreamOperatorTestHarness<byte[], Long> replay =
        harness(() -> PublishOperator.replay(LakePlace.in(lake), LakeSamples.CLOCK, null))) {
      replay.open();
      replay.processElement(new StreamRecord<>(calls(LakeSamples.NOON.plusSeconds(60))));
    }
    assertThat(latest()).isEqualTo(before);
  }

  private OneInputStreamOperatorTestHarness<byte[], Long> live() throws Exception {
    return harness(() -> PublishOperator.live(LakePlace.in(lake), SETTLE, LakeSamples.CLOCK));
  }

  private static OneInputStreamOperatorTestHarness<byte[], Long> harness(
      Supplier<PublishOperator> operator) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(operator.get());
  }

  private static OperatorSubtaskState complete(
      OneInputStreamOperatorTestHarness<byte[], Long> publisher, long checkpoint) throws Exception {
    OperatorSubtaskState saved = publisher.snapshot(checkpoint, 0);
    publisher.notifyOfCompletedCheckpoint(checkpoint);
    return saved;
  }

  private static StreamRecord<byte[]> element(LakeRow row) {
    return new StreamRecord<>(row.encode());
  }

  private static List<DataFileAdded> sealed(
      OneInputStreamOperatorTestHarness<byte[], byte[]> from) {
    List<DataFileAdded> files = new ArrayList<>();
    from.extractOutputValues().forEach(each -> files.addAll(SealedFiles.decode(each).files()));
    return files;
  }

  private byte[] files(String probeId) throws Exception {
    return sealed(List.of(probe(probeId)));
  }

  private byte[] calls(Instant calledAt) throws Exception {
    LakeRow row = LakeSamples.full(LakeTable.CALLS, 0);
    row.setMillis("called_at", calledAt.toEpochMilli());
    return sealed(List.of(row));
  }

  private byte[] sealed(List<LakeRow> rows) throws Exception {
    try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
      for (LakeRow row : rows) {
        writer.append(row);
      }
      return writer.seal().encode();
    }
  }

  private static LakeRow probe(String id) {
    return new LakeRow(LakeTable.PROBES)
        .set("sample_id", id)
        .setMillis("sent_at", LakeSamples.NOON.toEpochMilli());
  }

  private Manifest latest() throws Exception {
    return new LakeStore(lake).latest();
  }

  private List<Object> probes() throws Exception {
    List<Object> ids = new ArrayList<>();
    for (LakeRow row : LakeSamples.rows(new LakeStore(lake), LakeTable.PROBES)) {
      ids.add(row.get("sample_id"));
    }
    return ids;
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
