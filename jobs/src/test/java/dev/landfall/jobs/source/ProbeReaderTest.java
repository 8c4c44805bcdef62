package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeReaderTest {
  @TempDir Path folder;
  private final FakeReader output = new FakeReader();
  private Instant now = Instant.now().plus(Duration.ofMinutes(1)); // folders made just now are old

  @Test
  void a_replay_reads_what_is_there_and_ends_without_a_mark() throws Exception {
    file("dt=2026-11-02/run-1.jsonl", "a", "b");
    file("dt=2026-11-03/run-2.jsonl", "c");
    file("dt=2026-11-03/.run-3.jsonl.tmp", "d");
    file("spend/2026-11.jsonl", "the probe's journal");
    file("STOP", "the stop switch");
    ProbeReader reader = reader(true, ProbeSplit.unread());
    while (reader.pollNext(output) != InputStatus.END_OF_INPUT) {
      // one step a time
    }
    assertThat(ids()).containsExactly("a", "b", "c");
    assertThat(rows(LakeTable.OBJECTS)).hasSize(2);
    assertThat(output.idle).isZero();
  }

  @Test
  void a_folder_that_is_not_there_is_no_problem_for_a_probe_may_never_have_run() throws Exception {
    ProbeReader reader = new ProbeReader(options(folder.resolve("none"), true));
    reader.addSplits(List.of(ProbeSplit.unread()));
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(output.emitted).isEmpty();
  }

  @Test
  void a_watching_reader_is_idle_reads_new_files_once_and_knows_them_after_a_restart()
      throws Exception {
    file("dt=2026-11-02/run-1.jsonl", "a");
    ProbeReader reader = reader(false, ProbeSplit.unread());
    drain(reader);
    assertThat(output.idle).isEqualTo(1);
    assertThat(reader.isAvailable()).isNotDone();
    file("dt=2026-11-02/run-2.jsonl", "b");
    now = now.plusSeconds(2);
    drain(reader);
    assertThat(ids()).containsExactly("a", "b");
    ProbeSplit stored = reader.snapshotState(1).get(0);
    ProbeSplit.Serializer serializer = new ProbeSplit.Serializer();
    ProbeSplit restored = serializer.deserialize(1, serializer.serialize(stored));
    file("dt=2026-11-02/run-3.jsonl", "c");
    now = now.plusSeconds(2);
    drain(reader(false, restored));
    assertThat(ids()).containsExactly("a", "b", "c");
  }

  @Test
  void what_cannot_be_read_is_said_once_and_taken_back_when_it_can() throws Exception {
    Path file = folder.resolve("dt=2026-11-02/run-1.jsonl");
    file("dt=2026-11-02/run-1.jsonl", "a");
    byte[] good = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), 65L << 20); // larger than a file may be
    }
    ProbeReader reader = reader(false, ProbeSplit.unread());
    drain(reader);
    now = now.plusSeconds(2);
    drain(reader);
    assertThat(rows(LakeTable.OBJECTS)).hasSize(1);
    assertThat(rows(LakeTable.OBJECTS).get(0).get("status")).isEqualTo("unreadable");
    assertThat(rows(LakeTable.PROBES)).isEmpty();

    Files.write(file, good);
    now = now.plusSeconds(2);
    drain(reader);
    assertThat(ids()).containsExactly("a");
    LakeRow last = rows(LakeTable.OBJECTS).get(2);
    assertThat(last.get("status")).isEqualTo("read");
    assertThat(last.get("sha256")).isEqualTo("");
    assertThat((Long) last.get("revision"))
        .isGreaterThan((Long) rows(LakeTable.OBJECTS).get(0).get("revision"));
    now = now.plusSeconds(2);
    drain(reader);
    assertThat(ids()).containsExactly("a");
  }

  private void drain(ProbeReader reader) {
    while (reader.pollNext(output) != InputStatus.NOTHING_AVAILABLE) {
      // one step a time
    }
  }

  private ProbeReader reader(boolean bounded, ProbeSplit split) {
    ProbeReader reader = new ProbeReader(options(folder, bounded));
    reader.addSplits(List.of(split));
    return reader;
  }

  private ProbeOptions options(Path of, boolean bounded) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new ProbeOptions(of.toString(), bounded, 1000, Duration.ofDays(7).toMillis(), clock);
  }

  private void file(String name, String... ids) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      text.append("{\"sample_id\":\"").append(id).append("\",\"sent_at\":1793620800000000}\n");
    }
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-02T13:00:00Z")));
  }

  private List<String> ids() {
    return rows(LakeTable.PROBES).stream().map(row -> (String) row.get("sample_id")).toList();
  }

  private List<LakeRow> rows(LakeTable table) {
    return output.parcels().stream()
        .map(parcel -> LakeRow.decode(parcel.payload()))
        .filter(row -> row.table() == table)
        .toList();
  }
}
