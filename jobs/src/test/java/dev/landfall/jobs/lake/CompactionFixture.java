package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lake to compact, and how tests fill and read it. */
abstract class CompactionFixture {
  static final Instant DAY_1 = LakeSamples.NOON;
  static final Instant DAY_2 = DAY_1.plus(Duration.ofDays(1));
  static final Instant DAY_3 = DAY_1.plus(Duration.ofDays(2));
  static final Instant MIDNIGHT = Instant.parse("2026-11-02T00:00:00Z");

  @TempDir Path lake;
  LakeStore store;

  @BeforeEach
  void open() {
    store = new LakeStore(lake);
  }

  CompactionResult compact(CompactionOptions options) throws Exception {
    return Compaction.run(LakePlace.in(lake), LakeSamples.judge(), LakeSamples.CLOCK, options);
  }

  static List<LakeRow> row(
      String requestId, Instant at, dev.landfall.core.model.WitnessKind... kinds) {
    return List.of(LakeSamples.row(LakeSamples.call(requestId, at, kinds), RevisionLabel.FINAL));
  }

  void add(List<LakeRow> rows) throws IOException {
    try (LakeWriter writer = new LakeWriter(store.files(), WriterOptions.defaults())) {
      for (LakeRow row : rows) {
        writer.append(row);
      }
      List<DataFileAdded> added = writer.seal().files();
      store.swap(
          base ->
              new NextManifest(base, "up").add(added).build(LakeSamples.NOON, Duration.ofDays(7)));
    }
  }

  void settledTo(Instant asOf) throws IOException {
    store.swap(
        base ->
            new NextManifest(base, "up")
                .asOf(asOf.toEpochMilli())
                .build(LakeSamples.NOON, Duration.ofDays(7)));
  }

  Map<Object, List<Object>> calls() throws IOException {
    return LakeSamples.byRequest(LakeSamples.rows(store, LakeTable.CALLS));
  }
}
