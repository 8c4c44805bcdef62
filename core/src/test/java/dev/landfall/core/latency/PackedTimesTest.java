package dev.landfall.core.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTimesTest {
  @Test
  void packed_and_unpacked_are_the_same_times() {
    Random dice = new Random(7);
    for (int size : new int[] {0, 1, 2, 300, 20_000}) {
      long[] values = dice.longs(size, 0, size == 300 ? 10 : 200_000).toArray();
      Latencies.Builder wanted = new Latencies.Builder();
      Arrays.stream(values).forEach(value -> wanted.add(value, 1));
      Latencies.Builder there = new Latencies.Builder();
      PackedTimes.unpack(PackedTimes.pack(values, size), there);
      assertSame(there.build(), wanted.build());
    }
  }

  @Test
  void times_of_several_days_add_up() {
    Latencies.Builder both = new Latencies.Builder();
    PackedTimes.unpack(PackedTimes.pack(new long[] {5, 70_000, 5}, 3), both);
    PackedTimes.unpack(PackedTimes.pack(new long[] {70_000, 4, 5}, 3), both);
    assertSame(both.build(), Latencies.of(4, 5, 5, 5, 70_000, 70_000));
  }

  @Test
  void merged_times_are_the_bytes_of_all_values_packed_at_once() {
    Random dice = new Random(11);
    long[] all = dice.longs(5_000, 0, 80_000).map(value -> value % 7 == 0 ? 600 : value).toArray();
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < all.length; from += 500) {
      parts.add(PackedTimes.pack(Arrays.copyOfRange(all, from, from + 500), 500));
    }
    byte[] merged = PackedTimes.merge(parts);
    assertThat(merged).isEqualTo(PackedTimes.pack(all, all.length));
    assertThat(PackedTimes.merge(List.of(merged))).isEqualTo(merged);
  }

  @Test
  void a_few_hundred_times_take_less_than_two_bytes_each() {
    long[] values = new Random(3).longs(400, 200, 9_000).toArray();
    assertThat(PackedTimes.pack(values, values.length).length).isLessThan(800);
  }

  @Test
  void a_version_of_another_build_is_named() {
    assertThatThrownBy(() -> PackedTimes.unpack(new byte[] {9}, new Latencies.Builder()))
        .hasMessageContaining("version 9");
  }

  @Test
  void whole_and_broken_milliseconds_stand_in_one_order() {
    assertSame(
        Latencies.of(3, 1.5, 65_536, 2, 65_535.5, 0.25, 1e9, 2),
        Latencies.of(0.25, 1.5, 2, 2, 3, 65_535.5, 65_536, 1e9));
    Latencies times = Latencies.of(3, 1.5, 65_536, 2);
    assertThat(times.at(1)).isEqualTo(1.5);
    assertThat(times.at(4)).isEqualTo(65_536);
  }

  private static void assertSame(Latencies there, Latencies wanted) {
    assertThat(there.size()).isEqualTo(wanted.size());
    assertThat(there.distinct()).isEqualTo(wanted.distinct());
    double before = -1;
    for (int i = 0; i < wanted.distinct(); i++) {
      assertThat(there.value(i)).isEqualTo(wanted.value(i)).isGreaterThan(before);
      assertThat(there.times(i)).isEqualTo(wanted.times(i));
      before = there.value(i);
    }
  }
}
