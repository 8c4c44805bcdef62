package dev.landfall.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is found eight bytes at a time is what is found one by one. */
class WordsTest {
  @Property(tries = 3000, seed = "20261121")
  void a_run_of_plain_text_ends_where_the_first_special_byte_is(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 90) int length,
      @ForAll @IntRange(min = 0, max = 12) int from) {
    Random random = new Random(seed);
    byte[] bytes = new byte[from + length + 1];
    random.nextBytes(bytes);
    // few special bytes, so that runs are long, and their neighbours often
    byte[] near = {0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0, 1, -1, (byte) 0x80};
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(3) == 0 ? near[random.nextInt(near.length)] : bytes[i];
      boolean special = bytes[i] == '"' || bytes[i] == '\\' || bytes[i] >= 0 && bytes[i] < 0x20;
      bytes[i] = special && random.nextInt(8) != 0 ? (byte) 'x' : bytes[i];
    }
    bytes[bytes.length - 1] = '"';
    int naive = from;
    while (bytes[naive] != '"' && bytes[naive] != '\\' && (bytes[naive] & 0xff) >= 0x20) {
      naive++;
    }
    assertThat(PlainText.end(bytes, from)).isEqualTo(naive);
  }

  @Example
  void every_single_byte_is_told_apart_at_every_place_of_a_word() {
    for (int value = 0; value < 256; value++) {
      for (int at = 0; at < 40; at++) {
        byte[] bytes = new byte[48];
        Arrays.fill(bytes, (byte) 'a');
        bytes[at] = (byte) value;
        bytes[47] = '"';
        boolean special = value < 0x20 || value == '"' || value == '\\';
        assertThat(PlainText.end(bytes, 0)).as("%d at %d", value, at).isEqualTo(special ? at : 47);
      }
    }
  }

  @Property(tries = 2000, seed = "20261121")
  void equal_and_hashed_alike_is_what_has_the_same_bytes(
      @ForAll @IntRange(min = 0, max = 40) int length,
      @ForAll @IntRange(min = 0, max = 9) int start,
      @ForAll @IntRange(min = 0, max = 9) int other,
      @ForAll long seed) {
    byte[] a = new byte[start + length];
    new Random(seed).nextBytes(a);
    byte[] b = new byte[other + length];
    System.arraycopy(a, start, b, other, length);
    assertThat(Words.same(a, start, b, other, length)).isTrue();
    assertThat(Words.hash(a, start, length)).isEqualTo(Words.hash(b, other, length));
    for (int i = 0; i < length; i++) {
      b[other + i] ^= 1;
      assertThat(Words.same(a, start, b, other, length)).as("byte %d", i).isFalse();
      b[other + i] ^= 1;
    }
  }

  @Property(tries = 200, seed = "20261121")
  void the_cache_gives_every_text_its_own_string(@ForAll long seed) {
    StringCache cache = new StringCache();
    Random random = new Random(seed);
    // more texts than places: most are pushed out and made again
    for (int i = 0; i < 5_000; i++) {
      String text = "arn:aws:sts::" + "1".repeat(random.nextInt(20)) + random.nextInt(3_000);
      byte[] bytes = ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
      assertThat(cache.get(bytes, 1, bytes.length - 1)).isEqualTo(text);
    }
  }

  @Example
  void a_text_that_repeats_is_one_string() {
    StringCache cache = new StringCache();
    byte[] bytes = "ap-southeast-2".getBytes(StandardCharsets.UTF_8);
    assertThat(cache.get(bytes, 0, bytes.length)).isSameAs(cache.get(bytes, 0, bytes.length));
    assertThat(cache.get(bytes, 0, 0)).isEmpty();
    String lengthy = "x".repeat(2_000);
    byte[] more = lengthy.getBytes(StandardCharsets.UTF_8);
    assertThat(cache.get(more, 0, more.length)).isEqualTo(lengthy);
  }
}
