package dev.landfall.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.WitnessPacks;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import dev.landfall.core.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessSpillTest {
  private static final int CALLS = 2_000;
  private static final int PARTS = 16;

  /** Calls less than this apart may change places. */
  private static final long SAME_MILLIS = 16;

  @TempDir Path folder;

  private final Map<String, Call> expected = new HashMap<>();

  @Test
  void what_fits_in_memory_touches_no_disk_and_comes_in_the_order_of_time() throws IOException {
    List<Long> firstTimes = new ArrayList<>();
    try (WitnessSpill spill = filled(64 << 20)) {
      assertThat(spill.onDisk()).isFalse();
      spill.drain(call -> firstTimes.add(firstTime(call)));
    }

    assertThat(firstTimes).hasSize(CALLS);
    for (int i = 1; i < CALLS; i++) {
      assertThat(firstTimes.get(i)).isGreaterThan(firstTimes.get(i - 1) - SAME_MILLIS);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_does_not_fit_goes_to_disk_and_every_call_comes_once_and_whole() throws IOException {
    Map<String, Call> calls = new HashMap<>();
    try (WitnessSpill spill = filled(100_000)) {
      assertThat(spill.onDisk()).isTrue();
      assertThat(Files.list(folder)).isNotEmpty().hasSizeLessThan(PARTS);
      spill.drain(call -> assertThat(calls.put(call.key().requestId(), call)).isNull());
    }

    assertThat(calls).isEqualTo(expected);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closing_early_leaves_nothing_behind() throws IOException {
    filled(100_000).close();

    assertThat(folder).isEmptyDirectory();
  }

  private WitnessSpill filled(long memoryBytes) throws IOException {
    Random random = new Random(7);
    List<Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      long time = random.nextInt(1_000_000);
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      var sample = Samples.call(id).api(d -> d.eventAt = time + 500).log(d -> d.eventAt = time);
      witnesses.addAll(sample.witnesses());
      expected.put(id, sample.build());
    }
    java.util.Collections.shuffle(witnesses, random);
    WitnessSpill spill = new WitnessSpill(folder, memoryBytes, PARTS);
    int packed = 0;
    WitnessPacks packs = new WitnessPacks(PARTS, (part, pack) -> add(spill, part, pack));
    for (Witness witness : witnesses) {
      packs.add(witness);
      if (++packed % 200 == 0) {
        packs.flush();
      }
    }
    packs.flush();
    return spill;
  }

  private static void add(WitnessSpill spill, int part, byte[] pack) {
    try {
      spill.add(part, pack);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long firstTime(Call call) {
    long log = call.log() == null ? Long.MAX_VALUE : call.log().effective().eventAt();
    return Math.min(log, call.api().effective().eventAt());
  }
}
