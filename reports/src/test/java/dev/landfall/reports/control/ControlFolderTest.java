package dev.landfall.reports.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.alert.Decision;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");

  @TempDir Path lake;

  private Decision silence(Instant until) {
    return new Decision(
        ControlFolder.newId(Decision.Kind.SILENCE, NOW),
        Decision.Kind.SILENCE,
        null,
        Map.of("workload", "batch"),
        "kim",
        "maintenance",
        NOW.toEpochMilli(),
        NOW.toEpochMilli(),
        until.toEpochMilli());
  }

  @Test
  void what_is_written_is_read_back_and_never_overwritten() throws Exception {
    ControlFolder folder = ControlFolder.in(lake);
    Decision silence = silence(NOW.plusSeconds(60));
    folder.write(silence);
    Files.writeString(lake.resolve("_control/broken.json"), "{");
    Files.writeString(lake.resolve("_control/null.json"), "null");
    Files.writeString(lake.resolve("_control/nulls.json"), "{\"kind\":\"ack\",\"by\":null}");
    assertThat(folder.read()).containsExactly(silence);
    assertThatThrownBy(() -> folder.write(silence)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void a_silence_ends_by_its_time_or_by_a_person() throws Exception {
    ControlFolder folder = ControlFolder.in(lake);
    Decision silence = silence(NOW.plusSeconds(60));
    folder.write(silence);
    assertThat(folder.silences(NOW.toEpochMilli())).containsExactly(silence);
    assertThat(folder.silences(NOW.plusSeconds(60).toEpochMilli())).isEmpty();
    folder.write(
        Decision.of(
            Decision.Kind.UNSILENCE,
            ControlFolder.newId(Decision.Kind.UNSILENCE, NOW),
            silence.id(),
            "kim",
            "done",
            NOW.toEpochMilli()));
    assertThat(folder.silences(NOW.toEpochMilli())).isEmpty();
  }

  @Test
  void a_decision_without_a_reason_or_an_end_is_refused() {
    assertThatThrownBy(() -> silence(NOW)).hasMessageContaining("end after the beginning");
    assertThatThrownBy(
            () ->
                Decision.of(
                    Decision.Kind.ACK, "d", "a41c09d2e77b3f10", "kim", " ", NOW.toEpochMilli()))
        .hasMessageContaining("reason");
    assertThatThrownBy(
            () ->
                Decision.of(
                    Decision.Kind.ACK, "../d", "a41c09d2e77b3f10", "kim", "r", NOW.toEpochMilli()))
        .hasMessageContaining("id");
  }
}
