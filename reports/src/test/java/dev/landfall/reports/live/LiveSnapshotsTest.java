package dev.landfall.reports.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.reports.lake.LakeJson;
import dev.landfall.reports.live.LiveSnapshots.Live;
import dev.landfall.reports.live.LiveSnapshots.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSnapshotsTest {
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  @TempDir Path lake;

  @Test
  void a_snapshot_is_fresh_for_ten_seconds_and_then_stale() throws IOException {
    write(
        LakeJson.mapper()
            .writeValueAsString(
                new LiveSnapshot(
                    NOON.toEpochMilli(),
                    null,
                    Map.of("calls", 3L),
                    Map.of(),
                    Map.of(),
                    List.of(new LiveSnapshot.Flow("a", null, "INSIDE", 3)),
                    List.of(),
                    List.of(),
                    List.of(),
                    null)));
    Live fresh = at(NOON.plusSeconds(10));
    assertThat(fresh.state()).isEqualTo(State.FRESH);
    assertThat(fresh.snapshot().flows().get(0).sourceRegion()).isEqualTo("a");
    assertThat(at(NOON.minusSeconds(5)).ageMillis()).as("clocks may differ").isZero();
    Live stale = at(NOON.plusMillis(10_001));
    assertThat(stale.state()).isEqualTo(State.STALE);
    assertThat(stale.snapshot()).isNotNull();
    assertThat(stale.problem()).isEqualTo("the job last wrote 10 s ago");
  }

  @Test
  void none_and_a_broken_one_are_told_apart() throws IOException {
    assertThat(at(NOON).state()).isEqualTo(State.MISSING);
    for (String broken : List.of("", "{\"written_at\":", "[]", "null", "{\"written_at\":\"x\"}")) {
      write(broken);
      assertThat(at(NOON).state()).as(broken).isEqualTo(State.UNREADABLE);
      assertThat(at(NOON).problem()).isNotBlank();
    }
  }

  private Live at(Instant now) {
    return new LiveSnapshots(lake, Clock.fixed(now, ZoneOffset.UTC)).read();
  }

  private void write(String text) throws IOException {
    Files.createDirectories(lake.resolve("_live"));
    Files.writeString(lake.resolve("_live/snapshot.json"), text);
  }
}
