package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.testkit.ProbeSamples;
import dev.landfall.core.testkit.Samples;
import dev.landfall.ingest.object.ObjectRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleObjectTest {
  private static final String URI = "file:///lake/_probes/dt=2026-11-02/run-1.jsonl";

  @Test
  void lines_become_the_rows_that_were_written() throws IOException {
    String golden;
    try (var in = SampleObjectTest.class.getResourceAsStream("/probe/golden.jsonl")) {
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<LakeRow> rows = read(golden);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).encode()).isEqualTo(ProbeSamples.streamed().row().encode());
    assertThat(rows.get(1).encode()).isEqualTo(ProbeSamples.refused().row().encode());
    LakeRow object = rows.get(2);
    assertThat(object.table()).isEqualTo(LakeTable.OBJECTS);
    assertThat(object.get("status")).isEqualTo("read");
    assertThat(object.get("records")).isEqualTo(2L);
    assertThat(object.get("ignored_reasons")).isEqualTo("{\"probe-sample\":2}");
    assertThat(object.get("kind")).isEqualTo("probe-samples");
    assertThat(object.get("covers_from_at")).isEqualTo(1793577600000000L);
    assertThat((String) object.get("sha256")).hasSize(64);
  }

  @Test
  void every_damaged_line_is_one_reject_and_the_others_count() throws IOException {
    String good = "{\"sample_id\":\"s\",\"sent_at\":" + Samples.NOON * 1000 + "}";
    String[] bad = {
      "not json",
      "[]",
      good + good,
      "{\"sent_at\":5}",
      "{\"sample_id\":\"s\"}",
      "{\"sample_id\":7,\"sent_at\":5}",
      "{\"sample_id\":\"s\",\"sent_at\":5,\"total_ms\":-1}",
      "{\"sample_id\":\"s\",\"sent_at\":5,\"total_ms\":\"fast\"}",
      "{\"sample_id\":\"s\",\"sent_at\":" + (Samples.NOON + 600_001) * 1000 + "}",
      "{\"sample_id\":\"" + "x".repeat(70_000) + "\",\"sent_at\":5}",
      "{\"sample_id\":\"s\",\"sent_at\":99999999999999999999}",
    };
    List<LakeRow> rows = read(String.join("\n", bad) + "\n\n" + good);
    assertThat(reasons(rows))
        .containsExactly(
            "bad-json",
            "wrong-type",
            "bad-json",
            "missing-field",
            "missing-field",
            "wrong-type",
            "wrong-type",
            "wrong-type",
            "future-event-time",
            "record-too-large",
            "bad-json");
    LakeRow object = rows.get(rows.size() - 1);
    assertThat(object.get("records")).isEqualTo(12L);
    assertThat(object.get("ignored_records")).isEqualTo(1L);
    assertThat(object.get("rejected_records")).isEqualTo(11L);
    assertThat(object.get("status")).isEqualTo("damaged");
    assertThat(rows.get(1).get("offset_bytes")).isEqualTo(9L);
    assertThat(rows.toString()).doesNotContain("not json");
  }

  @Test
  void a_field_of_a_newer_build_is_left_out_and_a_missing_one_is_null() throws IOException {
    List<LakeRow> rows = read("{\"new\":{\"a\":[1]},\"sample_id\":\"s\",\"sent_at\":5}");
    assertThat(rows.get(0).get("sample_id")).isEqualTo("s");
    assertThat(rows.get(0).get("total_ms")).isNull();
  }

  @Test
  void an_empty_file_is_empty() throws IOException {
    assertThat(read("").get(0).get("status")).isEqualTo("empty");
  }

  private static List<String> reasons(List<LakeRow> rows) {
    return rows.stream()
        .filter(row -> row.table() == LakeTable.REJECTS)
        .map(row -> (String) row.get("reason"))
        .toList();
  }

  private static List<LakeRow> read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<LakeRow> rows = new ArrayList<>();
    ObjectRef ref =
        new ObjectRef(URI, PlaceKind.OBJECT, bytes.length, Samples.NOON, Samples.NOON + 1);
    SampleObject.read(ref, new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length)), rows::add);
    return rows;
  }
}
