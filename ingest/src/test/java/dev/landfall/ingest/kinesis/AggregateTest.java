package dev.landfall.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {
  private static final byte[] ONE = {1};
  private static final byte[] LONG = new byte[1_000];
  private static final byte[] NONE = {};

  @Test
  void records_come_out_in_their_order() throws Exception {
    assertThat(Aggregate.unpack(Aggregated.of(List.of(ONE, LONG, NONE))))
        .containsExactly(ONE, LONG, NONE);
  }

  @Test
  void a_record_without_the_magic_bytes_is_no_aggregate() {
    assertThat(Aggregate.unpack("{\"plain\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isNull();
    assertThat(Aggregate.unpack(NONE)).isNull();
  }

  @Test
  void a_changed_byte_makes_it_no_aggregate() throws Exception {
    byte[] right = Aggregated.of(List.of(ONE, LONG));
    for (int at : new int[] {0, 5, right.length / 2, right.length - 1}) {
      byte[] wrong = right.clone();
      wrong[at] ^= 1;
      assertThat(Aggregate.unpack(wrong)).as("byte %d", at).isNull();
    }
  }

  @Test
  void a_message_that_breaks_off_is_no_aggregate_whatever_its_sum_says() throws Exception {
    byte[] whole = Aggregated.of(List.of(ONE, LONG));
    byte[] message = Arrays.copyOfRange(whole, 4, whole.length - 16);
    for (int length = 1; length < message.length - 1; length += 7) {
      byte[] cut = Aggregated.sealed(Arrays.copyOf(message, length));
      List<byte[]> got = Aggregate.unpack(cut);
      // what was cut between two records is a shorter message, and whole
      assertThat(got == null || got.size() < 2).as("cut at %d", length).isTrue();
    }
    assertThat(Aggregate.unpack(Aggregated.sealed(NONE))).isNull();
    byte[] endless = {0x1a, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    assertThat(Aggregate.unpack(Aggregated.sealed(endless))).isNull();
  }
}
