package dev.landfall.jobs.lake;

import static dev.landfall.core.model.WitnessKind.API;
import static dev.landfall.core.model.WitnessKind.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compaction beside a job, a replay, an owner and itself. */
class CompactionRaceTest extends CompactionFixture {
  @Test
  void work_is_given_up_when_its_files_left_the_lake_meanwhile() throws Exception {
    add(row("r1", DAY_1, API));
    add(row("r1", DAY_1, LOG));
    settledTo(DAY_3);
    CallRewriter racing =
        (call, label) -> {
          try {
            store.swap(
                base ->
                    new NextManifest(base, "replay")
                        .clear("calls")
                        .generation(base.generation() + 1)
                        .build(LakeSamples.CLOCK.instant(), Duration.ofDays(7)));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return LakeSamples.row(call, label);
        };

    CompactionResult result =
        Compaction.run(LakePlace.in(lake), racing, LakeSamples.CLOCK, CompactionOptions.defaults());

    assertThat(result.abandoned()).isEqualTo(1);
    assertThat(store.latest().writer()).isEqualTo("replay");
    assertThat(store.latest().files(LakeTable.CALLS)).isEmpty();
    assertThat(Files.list(lake.resolve("calls/dt=2026-11-01"))).hasSize(2);
  }

  @Test
  void a_job_that_publishes_meanwhile_loses_nothing() throws Exception {
    add(row("r1", DAY_1, API));
    add(row("r1", DAY_1, LOG));
    settledTo(DAY_3);
    CallRewriter racing =
        (call, label) -> {
          try {
            add(row("r2", DAY_3, API, LOG));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return LakeSamples.row(call, label);
        };

    CompactionResult result =
        Compaction.run(LakePlace.in(lake), racing, LakeSamples.CLOCK, CompactionOptions.defaults());

    assertThat(result.abandoned()).isZero();
    assertThat(calls()).containsOnlyKeys("r1", "r2");
    assertThat(calls().get("r1")).contains("pairing=BOTH");
  }

  @Test
  void it_runs_beside_an_owner_but_deletes_nothing_then_and_never_beside_itself() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    settledTo(DAY_3);
    store.swap(
        base ->
            new Manifest(
                base.version() + 1,
                1,
                0,
                0,
                "t",
                base.asOf(),
                base.tables(),
                List.of(new Manifest.Retired("calls/dt=2026-11-01/old.parquet", 1))));
    Path old = Files.writeString(lake.resolve("calls/dt=2026-11-01/old.parquet"), "old");

    LakeLock owner = LakeLock.own(lake, "up");
    try (owner) {
      assertThat(compact(CompactionOptions.defaults()).deleted()).isZero();
      assertThat(old).exists();
    }
    LakeLock other = LakeLock.lease(lake, "lake compact");
    try (other) {
      assertThatThrownBy(() -> compact(CompactionOptions.defaults()))
          .isInstanceOf(LakeLock.LakeOwned.class);
    }
  }
}
