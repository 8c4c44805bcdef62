package dev.landfall.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static String outcome(String json) {
    byte[] bytes = (json + "\0".repeat(JsonScanner.SLACK)).getBytes(StandardCharsets.UTF_8);
    JsonScanner scanner = new JsonScanner(5);
    scanner.open(bytes, 0, bytes.length - JsonScanner.SLACK);
    try {
      scanner.skipValue();
      return "ends at " + scanner.position();
    } catch (Stop stop) {
      return stop.reason();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[ ]",
        "{ }",
        "\"\"",
        "\"a\\\"b\\\\\"",
        "\"\\u00e9\\n\\/\"",
        "\"eight by eight, sixteen\"",
        "{\"a\":[1,-2.5,3e4,5E-6,true,false,null,\"x\",{\"b\":{}}]}",
        "[[[[[]]]]]",
        "{\"\u00e9\":\"\ud83d\ude00 over the edge of words\"}"
      })
  void whole_values_end_where_they_end(String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    assertThat(outcome(json)).isEqualTo("ends at " + length);
    assertThat(outcome(json + " ,")).isEqualTo("ends at " + length);
    for (int cut = 1; cut < length; cut++) {
      byte[] part = json.getBytes(StandardCharsets.UTF_8);
      String head = new String(part, 0, cut, StandardCharsets.ISO_8859_1);
      byte[] bytes = (head + "\0".repeat(8)).getBytes(StandardCharsets.ISO_8859_1);
      JsonScanner scanner = new JsonScanner(5);
      scanner.open(bytes, 0, cut);
      Stop stop =
          org.assertj.core.api.Assertions.catchThrowableOfType(Stop.class, scanner::skipValue);
      assertThat(stop).as("cut at %d of %s", cut, json).isNotNull();
      assertThat(stop.wantsMore()).as("cut at %d of %s", cut, json).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{]",
        "[}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,}",
        "[1 2]",
        "[1,]",
        "{1:2}",
        "tru ",
        "nul1",
        "[01x]",
        "[-]",
        "[1.]",
        "[1e]",
        "[+1]",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\u0000\"",
        "[\u0000]",
        "{\"a\":}",
        "}",
        "]",
        ",",
        "x"
      })
  void damaged_values_are_malformed(String json) {
    assertThat(outcome(json + "          ")).isEqualTo("bad-json");
  }

  @Test
  void nesting_beyond_the_limit_is_too_deep() {
    assertThat(outcome("[[[[[[]]]]]]")).isEqualTo("too-deep");
    assertThat(outcome("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[]}}}}}")).isEqualTo("too-deep");
  }

  @Test
  void a_shape_takes_exact_paths_and_nothing_else() {
    Shape shape = Shape.builder().add("a", 0).add("b.c", 1).add("b.d[].e", 2).add("b", 3).build();
    String json =
        "{\"x\":{\"a\":9},\"a\":1,\"b\":{\"c\":\"y\",\"a\":8,\"d\":[{\"e\":2},7,{\"e\":3},{}]},"
            + "\"c\":6,\"aa\":5}";
    byte[] bytes = (json + "\0".repeat(8)).getBytes(StandardCharsets.UTF_8);
    Fields f = new Fields(4, new StringCache());
    JsonScanner scanner = new JsonScanner(10);
    scanner.open(bytes, 0, json.length());
    scanner.object(shape, f);
    assertThat(f.count(0)).isEqualTo(1);
    assertThat(f.text(1)).isEqualTo("y");
    assertThat(f.count(2)).isEqualTo(3);
    assertThat(f.kind(3)).isEqualTo(Fields.OBJECT);
    assertThat(scanner.position()).isEqualTo(json.length());
  }

  @Test
  void numbers_are_counts_only_when_whole_and_not_negative() {
    Shape shape = Shape.ofKeys(List.of("n"));
    String[] texts = {
      "0", "17", "1.0", "2e3", "1.5", "-1", "99999999999999999999", "\"5\"", "true"
    };
    Long[] wanted = {0L, 17L, 1L, 2000L, null, null, null, null, null};
    for (int i = 0; i < texts.length; i++) {
      byte[] bytes = ("{\"n\":" + texts[i] + "}" + "\0".repeat(8)).getBytes(StandardCharsets.UTF_8);
      Fields f = new Fields(1, new StringCache());
      JsonScanner scanner = new JsonScanner(10);
      scanner.open(bytes, 0, bytes.length - 8);
      scanner.object(shape, f);
      assertThat(f.count(0)).as(texts[i]).isEqualTo(wanted[i]);
    }
  }

  @Test
  void every_field_is_found_by_its_first_path() {
    for (Field field : Field.values()) {
      String[] keys = field.path().split("\\.");
      StringBuilder json = new StringBuilder();
      for (String key : keys) {
        json.append("{\"").append(key).append("\":");
      }
      json.append("7").append("}".repeat(keys.length));
      byte[] bytes = (json + "\0".repeat(8)).getBytes(StandardCharsets.UTF_8);
      Fields f = Field.fields(new StringCache());
      JsonScanner scanner = new JsonScanner(20);
      scanner.open(bytes, 0, json.length());
      scanner.object(Field.record(), f);
      assertThat(f.count(field.slot())).as(field.path()).isEqualTo(7);
    }
  }
}
