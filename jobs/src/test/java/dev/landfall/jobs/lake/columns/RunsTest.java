package dev.landfall.jobs.lake.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written here is read by Parquet's own decoder. */
class RunsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 13, 16})
  void runs_and_lone_values_in_any_mixture_come_back(int width) throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      char[] values = new char[random.nextInt(700)];
      int at = 0;
      while (at < values.length) {
        int run = random.nextInt(3) == 0 ? 1 + random.nextInt(90) : 1;
        int end = Math.min(values.length, at + run);
        Arrays.fill(values, at, end, (char) random.nextInt(1 << width));
        at = end;
      }
      Bytes out = new Bytes(1);
      Runs.write(out, values, values.length, width);
      assertThat(read(out, values.length, width)).as("seed %d", seed).isEqualTo(values);
    }
  }

  @Test
  void a_long_run_takes_a_few_bytes() {
    char[] values = new char[4000];
    Arrays.fill(values, 16, 4000, 'x');
    Bytes out = new Bytes(1);
    Runs.write(out, values, values.length, 7);
    assertThat(out.size()).isLessThan(20);
  }

  @Test
  void bits_are_read_as_ones_and_zeros() throws Exception {
    long[] bits = {0x8000_0000_0000_0005L, 0b10};
    Bytes out = new Bytes(1);
    Runs.bits(out, bits, 67);
    char[] read = read(out, 67, 1);
    for (int i = 0; i < 67; i++) {
      assertThat((int) read[i]).isEqualTo((int) (bits[i / 64] >>> i % 64 & 1));
    }
  }

  @Test
  void the_width_holds_every_number_below_the_count() {
    assertThat(new int[] {Runs.width(0), Runs.width(1), Runs.width(2), Runs.width(3)})
        .containsExactly(0, 0, 1, 2);
    assertThat(new int[] {Runs.width(256), Runs.width(257), Runs.width(65_536)})
        .containsExactly(8, 9, 16);
  }

  private static char[] read(Bytes written, int count, int width) throws Exception {
    var decoder =
        new RunLengthBitPackingHybridDecoder(
            width, new ByteArrayInputStream(written.array(), 0, written.size()));
    char[] values = new char[count];
    for (int i = 0; i < count; i++) {
      values[i] = (char) decoder.readInt();
    }
    return values;
  }
}
