package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Neither where windows end, nor how keys are ordered, nor a restart changes what was read. */
class SameResultTest {
  private static final ParseOptions OPTIONS =
      new ParseOptions(new Limits(4000, 40, 200, 1 << 24), Set.of("team"));

  private static final List<String> OBJECTS =
      List.of(
          Make.lines(
              Make.log("r1", "a \\\"quoted\\\" caf\u00e9 \\ud83d\\ude00 \\\\"),
              Make.log("cut").substring(0, 300),
              "",
              Make.log("r2"),
              Make.log("long", "x".repeat(5000)),
              Make.log("deep", "")
                  .replace("\"maxTokens\":400", "\"m\":" + "[".repeat(60) + "]".repeat(60)),
              "not json",
              Make.log("r3")),
          Make.records(
              Make.trail("r1"),
              Make.trail("r2").substring(0, 140),
              Make.trail("r3", "PutObject", "s3.amazonaws.com", ",\"x\":[1.5e3,true,null,{}]"),
              Make.trail("long", "X", "s3.amazonaws.com", ",\"y\":\"" + "}".repeat(5000) + "\""),
              Make.trail("r4", "StopLogging", "cloudtrail.amazonaws.com", ""),
              Make.trail("r5")),
          "[" + Make.log("r1") + " ,\n " + Make.trail("r2") + ",3]\n" + Make.log("r3"),
          "{\"other\":1,\"Records\":[" + Make.trail("r1") + "],\"more\":[1,2]}\n{\"Records\":[]}",
          "{\"Events\":[{\"CloudTrailEvent\":\"" + Make.text(Make.trail("r1")) + "\"},{}]}",
          Make.subscription("DATA_MESSAGE", Make.trail("r1"), "plain", Make.log("r2")),
          "{\n \"a\": {\n  \"b\": tru\n }\n}\n" + Make.log("r1"),
          "{\"Records\":[" + Make.trail("r1") + "," + Make.trail("r2").substring(0, 99));

  private static Caught read(String text, int window) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Caught.parse(new ByteArrayInputStream(bytes), bytes.length, OPTIONS, window);
  }

  @Example
  void windows_of_every_small_size_give_the_same() {
    for (String object : OBJECTS) {
      Caught whole = read(object, 1 << 16);
      for (int window = 1; window < 400; window++) {
        Caught split = read(object, window);
        assertThat(split.outputs()).as("window %d", window).isEqualTo(whole.outputs());
      }
    }
  }

  @Example
  void the_objects_hold_what_this_test_means_them_to_hold() {
    Caught lines = read(OBJECTS.get(0), 1 << 16);
    assertThat(lines.reasons())
        .containsExactly("bad-json", "record-too-large", "too-deep", "bad-json");
    assertThat(lines.witnesses).hasSize(3);
    Caught trail = read(OBJECTS.get(1), 1 << 16);
    assertThat(trail.reasons()).containsExactly("bad-json", "record-too-large");
    assertThat(trail.witnesses).hasSize(2);
    assertThat(trail.changes).hasSize(1);
    assertThat(read(OBJECTS.get(2), 1 << 16).witnesses).hasSize(3);
    assertThat(read(OBJECTS.get(3), 1 << 16).summary())
        .isEqualTo("witnesses 1, changes 0, surfaces 0, ignored [], rejects []");
    assertThat(read(OBJECTS.get(4), 1 << 16).reasons()).containsExactly("missing-field");
    assertThat(read(OBJECTS.get(5), 1 << 16).summary())
        .isEqualTo("witnesses 2, changes 0, surfaces 0, ignored [not-a-record], rejects []");
    assertThat(read(OBJECTS.get(6), 1 << 16).summary())
        .isEqualTo("witnesses 1, changes 0, surfaces 0, ignored [], rejects [bad-json]");
  }

  @Property(tries = 300, seed = "20261120")
  void streams_that_hand_out_bytes_in_pieces_give_the_same(
      @ForAll @IntRange(min = 0, max = 7) int object,
      @ForAll @IntRange(min = 1, max = 3000) int window,
      @ForAll long seed) {
    byte[] gzip = Caught.gzip(OBJECTS.get(object));
    Random random = new Random(seed);
    InputStream pieces =
        new ByteArrayInputStream(gzip) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(40)));
          }
        };
    Caught split = Caught.parse(pieces, gzip.length, OPTIONS, window);
    Caught whole = Caught.parse(gzip, OPTIONS);
    assertThat(split.outputs()).isEqualTo(whole.outputs());
  }

  @Property(tries = 300, seed = "20261120")
  void the_order_of_keys_does_not_matter(@ForAll long seed) {
    List<String> members = new ArrayList<>(Make.logMembers("r1"));
    Collections.shuffle(members, new Random(seed));
    String shuffled = "{" + String.join(",", members) + "}";
    assertThat(Caught.parse(shuffled).one().statement())
        .isEqualTo(Caught.parse(Make.log("r1")).one().statement());
  }

  @Property(tries = 2000, seed = "20261120")
  void damage_of_any_byte_never_stops_the_reading(
      @ForAll @IntRange(min = 0, max = 7) int object, @ForAll int at, @ForAll byte value) {
    byte[] bytes = OBJECTS.get(object).getBytes(StandardCharsets.UTF_8);
    bytes[Math.floorMod(at, bytes.length)] = value;
    Caught whole = Caught.parse(bytes, OPTIONS);
    Caught split =
        Caught.parse(
            new ByteArrayInputStream(bytes), bytes.length, OPTIONS, 1 + Math.floorMod(at, 97));
    assertThat(split.outputs()).isEqualTo(whole.outputs());
  }

  @Property(tries = 300, seed = "20261120")
  void damaged_gzip_never_stops_the_reading(@ForAll int at, @ForAll byte value) {
    byte[] gzip = Caught.gzip(OBJECTS.get(0));
    gzip[Math.floorMod(at, gzip.length)] = value;
    assertThat(Caught.parse(gzip, OPTIONS).records()).isNotNegative();
  }
}
