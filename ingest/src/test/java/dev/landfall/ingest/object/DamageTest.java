package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One damaged place is one reject, and everything around it still counts. */
class DamageTest {
  private static final String CUT = Make.log("cut").substring(0, 240);

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static ParseOptions limits(int record, int depth, int ratio, long inflated) {
    return new ParseOptions(new Limits(record, depth, ratio, inflated), Set.of());
  }

  private static List<String> ids(Caught c) {
    return c.witnesses.stream().map(w -> w.key().requestId()).toList();
  }

  @Test
  void a_broken_line_is_one_reject_with_place_and_hash_and_the_rest_counts() throws Exception {
    String good = Make.log("r1");
    Caught c = Caught.parse(Make.lines(good, CUT, Make.log("r2")));
    assertThat(ids(c)).containsExactly("r1", "r2");
    LakeRow reject = c.rejects.get(0);
    assertThat(c.reasons()).containsExactly("bad-json");
    assertThat(reject.get("offset_bytes")).isEqualTo(good.length() + 1L);
    assertThat(reject.get("length_bytes")).isEqualTo((long) CUT.length());
    assertThat(reject.get("sha256")).isEqualTo(sha256(CUT.getBytes(StandardCharsets.UTF_8)));
    assertThat(c.object.get("status")).isEqualTo("damaged");
    assertThat(c.object.get("reason")).isEqualTo("bad-json");
  }

  @Test
  void broken_lines_side_by_side_are_one_reject_each() {
    Caught c = Caught.parse(Make.lines(CUT, "nothing of ours", CUT, Make.log("r1"), "{}}", CUT));
    assertThat(ids(c)).containsExactly("r1");
    // "{}" is JSON of unknown shape, the brace after it is not JSON
    assertThat(c.reasons())
        .containsExactly(
            "bad-json", "bad-json", "bad-json", "unknown-shape", "bad-json", "bad-json");
  }

  @Test
  void a_line_cut_before_a_value_does_not_swallow_the_last_line() {
    String cut = Make.log("cut");
    cut = cut.substring(0, cut.indexOf("\"requestId\"")) + "\"requestId\":";
    Caught c = Caught.parse(Make.lines(Make.log("r1"), cut, Make.log("r2")));
    assertThat(ids(c)).containsExactly("r1", "r2");
    assertThat(c.reasons()).containsExactly("bad-json");
  }

  @Test
  void a_file_of_foreign_text_is_one_reject() {
    Caught c = Caught.parse("id,name\n1,a\n2,b\n");
    assertThat(c.reasons()).containsExactly("bad-json");
    assertThat(c.object.get("kind")).isEqualTo("unknown");
  }

  @Test
  void a_broken_record_in_a_trail_file_is_one_reject_and_the_next_record_counts() {
    String cut = Make.trail("cut").substring(0, 150);
    Caught c =
        Caught.parse(Make.records(Make.trail("r1"), cut, Make.trail("r2"), Make.trail("r3")));
    assertThat(ids(c)).containsExactly("r1", "r2", "r3");
    assertThat(c.reasons()).containsExactly("bad-json");
    assertThat(c.rejects.get(0).get("length_bytes")).isEqualTo((long) cut.length());
  }

  @Test
  void a_broken_last_record_takes_the_rest_of_the_file_with_it() {
    String cut = Make.trail("cut").substring(0, 150);
    Caught c = Caught.parse(Make.records(Make.trail("r1"), cut));
    assertThat(ids(c)).containsExactly("r1");
    assertThat(c.reasons()).containsExactly("bad-json");
  }

  @Test
  void a_nested_object_that_looks_like_a_record_is_not_resynced_upon() {
    String bait = ",\"requestParameters\":{\"metadata\":" + Make.trail("bait") + ",\"x\" 1}";
    String broken = Make.trail("broken", "InvokeModel", "bedrock.amazonaws.com", bait);
    Caught c = Caught.parse(Make.records(broken, Make.trail("r1")));
    assertThat(ids(c)).containsExactly("r1");
  }

  @Test
  void a_trail_file_that_ends_early_says_so() {
    Caught c = Caught.parse("{\"Records\":[" + Make.trail("r1"));
    assertThat(ids(c)).containsExactly("r1");
    assertThat(c.reasons()).containsExactly("bad-json");
    assertThat(Caught.parse("{\"Records\":[" + Make.trail("r1") + "]").reasons())
        .containsExactly("bad-json");
  }

  @Test
  void an_array_of_log_records_resyncs_at_lines_only() {
    String array = "[" + Make.log("r1") + ",\n" + CUT + ",\n" + Make.log("r2") + "\n]";
    Caught c = Caught.parse(array);
    assertThat(ids(c)).containsExactly("r1", "r2");
    assertThat(c.reasons()).containsExactly("bad-json");
  }

  @Test
  void truncated_gzip_keeps_the_records_before_it() {
    Random random = new Random(7);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append(Make.log("r" + i, Long.toHexString(random.nextLong()))).append('\n');
    }
    byte[] gzip = Caught.gzip(lines.toString());
    Caught c = Caught.parse(Arrays.copyOf(gzip, gzip.length / 2));
    assertThat(c.witnesses).hasSizeBetween(100, 400);
    assertThat(c.reasons()).containsExactly("truncated-gzip");
    assertThat(c.object.get("status")).isEqualTo("damaged");
    assertThat(c.object.get("reason")).isEqualTo("truncated-gzip");
    for (int cut = 1; cut < 40; cut++) {
      Caught end = Caught.parse(Arrays.copyOf(gzip, gzip.length - cut));
      assertThat(end.reasons()).containsExactly("truncated-gzip");
    }
  }

  @Test
  void truncated_gzip_of_a_trail_file_is_one_reject() {
    Random random = new Random(8);
    String[] records = new String[300];
    for (int i = 0; i < records.length; i++) {
      records[i] = Make.trail(Long.toHexString(random.nextLong()));
    }
    byte[] gzip = Caught.gzip(Make.records(records));
    Caught c = Caught.parse(Arrays.copyOf(gzip, gzip.length * 2 / 3));
    assertThat(c.witnesses).isNotEmpty();
    assertThat(c.reasons()).containsExactly("truncated-gzip");
  }

  @Test
  void gzip_that_is_none_is_unreadable_and_flipped_bits_are_bad() {
    Caught none = Caught.parse(new byte[] {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 0});
    assertThat(none.reasons()).containsExactly("bad-gzip");
    assertThat(none.object.get("status")).isEqualTo("unreadable");
    assertThat(none.object.get("sha256")).isEqualTo("");
    byte[] gzip = Caught.gzip(Make.lines(Make.log("r1")));
    gzip[gzip.length - 6] ^= 1;
    Caught flipped = Caught.parse(gzip);
    assertThat(ids(flipped)).containsExactly("r1");
    assertThat(flipped.reasons()).containsExactly("bad-gzip");
  }

  @Test
  void several_gzip_members_are_one_object() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    String all = Make.lines(Make.log("r1"), Make.log("r2"), Make.log("r3"));
    members.writeBytes(Caught.gzip(all.substring(0, 100)));
    members.writeBytes(Caught.gzip(""));
    members.writeBytes(Caught.gzip(all.substring(100)));
    Caught c = Caught.parse(members.toByteArray());
    assertThat(ids(c)).containsExactly("r1", "r2", "r3");
    assertThat(c.object.get("status")).isEqualTo("read");
    assertThat(c.object.get("sha256")).isEqualTo(sha256(all.getBytes(StandardCharsets.UTF_8)));
    assertThat(c.object.get("raw_bytes")).isEqualTo((long) all.length());
    members.writeBytes("trailing".getBytes(StandardCharsets.UTF_8));
    assertThat(Caught.parse(members.toByteArray()).reasons()).containsExactly("bad-gzip");
  }

  @Test
  void a_gzip_of_nothing_is_empty_and_an_object_of_no_bytes_could_not_be_read() {
    Caught nothing = Caught.parse(Caught.gzip(""));
    assertThat(nothing.records()).isZero();
    assertThat(nothing.object.get("status")).isEqualTo("empty");
    assertThat(nothing.object.get("reason")).isNull();
    Caught noBytes = Caught.parse(new byte[0]);
    assertThat(noBytes.records()).isZero();
    assertThat(noBytes.object.get("status")).isEqualTo("unreadable");
    assertThat(noBytes.object.get("reason")).isEqualTo("no-bytes");
    assertThat(Caught.parse(" \n").object.get("status")).isEqualTo("read");
    assertThat(Caught.parse("{\"Records\":[]}").object.get("status")).isEqualTo("read");
  }

  @Test
  void a_zip_bomb_ends_at_the_limit() {
    byte[] bomb = Caught.gzip(new byte[64 << 20]);
    Caught ratio = Caught.parse(bomb);
    assertThat(ratio.reasons()).containsExactly("inflation-limit");
    assertThat((Long) ratio.object.get("raw_bytes")).isLessThan(16L << 20);
    String lines = Make.lines(Make.log("r1")).repeat(4000);
    Caught size = Caught.parse(Caught.gzip(lines), limits(1 << 20, 200, 100_000, 1 << 20));
    assertThat(size.reasons()).containsExactly("inflation-limit");
    assertThat(size.witnesses).hasSizeGreaterThan(500);
    assertThat(size.object.get("status")).isEqualTo("damaged");
  }

  @Test
  void a_line_of_200_mb_is_skipped_in_a_small_window() throws Exception {
    byte[] before = Make.lines(Make.log("r1")).getBytes(StandardCharsets.UTF_8);
    byte[] after = Make.lines("", Make.log("r2")).getBytes(StandardCharsets.UTF_8);
    String[] around = Make.log("huge", "%").split("%");
    long length = 200L << 20;
    InputStream huge =
        new Repeated("the same over again ".getBytes(StandardCharsets.UTF_8), length);
    InputStream all =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(before),
                    new ByteArrayInputStream(around[0].getBytes(StandardCharsets.UTF_8)),
                    huge,
                    new ByteArrayInputStream(around[1].getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayInputStream(after))));
    Caught c = Caught.parse(all, length, limits(1 << 20, 200, 200, 1L << 40), 1 << 14);
    assertThat(ids(c)).containsExactly("r1", "r2");
    assertThat(c.reasons()).containsExactly("record-too-large");
    assertThat((Long) c.rejects.get(0).get("length_bytes"))
        .isEqualTo(length + around[0].length() + around[1].length());
    assertThat(c.windowBytes).isLessThan(3 << 20);
  }

  @Test
  void a_large_record_in_a_trail_file_is_skipped_and_the_rest_counts() {
    String large =
        Make.trail(
            "big", "InvokeModel", "s3.amazonaws.com", ",\"x\":\"" + "{[".repeat(9000) + "\"");
    String text = Make.records(Make.trail("r1"), large, Make.trail("r2"));
    for (int window : new int[] {64, 4096, 1 << 16}) {
      Caught c =
          Caught.parse(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
              text.length(),
              limits(8192, 200, 200, 1 << 30),
              window);
      assertThat(ids(c)).containsExactly("r1", "r2");
      assertThat(c.reasons()).containsExactly("record-too-large");
      assertThat(c.rejects.get(0).get("length_bytes")).isEqualTo((long) large.length());
    }
  }

  @Test
  void nesting_of_10_000_levels_is_a_reject_without_a_stack_overflow() {
    for (String deep : List.of("[".repeat(10_000) + "]".repeat(10_000), nested(10_000))) {
      String line = Make.log("deep").replace("\"what is due today\"", deep);
      Caught c = Caught.parse(Make.lines(Make.log("r1"), line, Make.log("r2")));
      assertThat(ids(c)).containsExactly("r1", "r2");
      assertThat(c.reasons()).containsExactly("too-deep");
      assertThat(c.rejects.get(0).get("length_bytes")).isEqualTo((long) line.length());
      String trail = Make.trail("t", "X", "s3.amazonaws.com", ",\"responseElements\":" + deep);
      Caught t = Caught.parse(Make.records(Make.trail("r1"), trail, Make.trail("r2")));
      assertThat(ids(t)).containsExactly("r1", "r2");
      assertThat(t.reasons()).containsExactly("too-deep");
    }
    String allowed = Make.log("deep").replace("\"what is due today\"", nested(150));
    assertThat(Caught.parse(allowed).one().key().requestId()).isEqualTo("deep");
  }

  @Test
  void json_that_is_no_record_is_of_unknown_shape() {
    Caught c = Caught.parse("[1, null, \"a\", [], {\"some\":\"thing\"}, " + Make.trail("r1") + "]");
    assertThat(ids(c)).containsExactly("r1");
    assertThat(c.reasons())
        .containsExactly(
            "unknown-shape", "unknown-shape", "unknown-shape", "unknown-shape", "unknown-shape");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  /** {@code length} bytes of one pattern, never held. */
  private static final class Repeated extends InputStream {
    private final byte[] pattern;
    private long left;

    Repeated(byte[] pattern, long length) {
      this.pattern = pattern;
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? pattern[(int) (left % pattern.length)] : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(Math.min(length, left), pattern.length);
      System.arraycopy(pattern, 0, into, offset, n);
      left -= n;
      return n;
    }
  }
}
