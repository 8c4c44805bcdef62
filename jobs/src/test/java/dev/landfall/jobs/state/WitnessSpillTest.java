package dev.landfall.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessSpillTest {
  private static final int CALLS = 5_000;

  @TempDir Path folder;

  @Test
  void what_fits_in_memory_touches_no_disk_and_comes_in_the_order_of_time() throws IOException {
    List<Long> firstTimes = new ArrayList<>();
    try (WitnessSpill spill = filled(64 << 20)) {
      assertThat(spill.onDisk()).isFalse();
      spill.drain(
          witnesses ->
              firstTimes.add(
                  witnesses.stream().mapToLong(WitnessSpillTest::time).min().orElseThrow()));
    }

    assertThat(firstTimes).hasSize(CALLS).isSorted();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_does_not_fit_goes_to_disk_and_every_call_comes_once_and_whole() throws IOException {
    Map<Long, List<Long>> calls = new HashMap<>();
    try (WitnessSpill spill = filled(40_000)) {
      assertThat(spill.onDisk()).isTrue();
      assertThat(Files.list(folder)).isNotEmpty();
      spill.drain(
          witnesses -> {
            long hash = ByteBuffer.wrap(witnesses.get(0)).getLong();
            assertThat(witnesses).allMatch(w -> ByteBuffer.wrap(w).getLong() == hash);
            List<Long> times = witnesses.stream().map(WitnessSpillTest::time).sorted().toList();
            assertThat(calls.put(hash, times)).isNull();
          });
    }

    assertThat(calls).hasSize(CALLS);
    assertThat(calls.values()).allMatch(times -> times.size() == 2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closing_early_leaves_nothing_behind() throws IOException {
    filled(40_000).close();

    assertThat(folder).isEmptyDirectory();
  }

  private WitnessSpill filled(long memoryBytes) throws IOException {
    WitnessSpill spill = new WitnessSpill(folder, memoryBytes);
    Random random = new Random(7);
    List<long[]> witnesses = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      long hash = random.nextLong();
      long time = random.nextInt(1_000_000);
      witnesses.add(new long[] {hash, time});
      witnesses.add(new long[] {hash, time + random.nextInt(5_000)});
    }
    java.util.Collections.shuffle(witnesses, random);
    for (long[] each : witnesses) {
      byte[] coded = ByteBuffer.allocate(16).putLong(each[0]).putLong(each[1]).array();
      spill.add(each[0], each[1], coded);
    }
    return spill;
  }

  private static long time(byte[] witness) {
    return ByteBuffer.wrap(witness).getLong(8);
  }
}
