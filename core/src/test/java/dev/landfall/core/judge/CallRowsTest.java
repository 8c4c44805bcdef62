package dev.landfall.core.judge;

import static dev.landfall.core.testkit.Samples.AU_SONNET;
import static dev.landfall.core.testkit.Samples.SYDNEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallRowsTest {
  private final Judge judge = new Judge(Samples.policy("AU", "NZ"), Catalogue.shipped());

  private static Samples.CallSample full() {
    return Samples.call("r")
        .model(AU_SONNET)
        .operation("ConverseStream")
        .api(
            d -> {
              d.inferenceRegion = SYDNEY;
              d.maxTokens = 100L;
            })
        .completion(d -> d.inferenceRegion = SYDNEY)
        .log(
            d -> {
              d.inferenceRegion = SYDNEY;
              d.inputTokens = 10L;
              d.outputTokens = 20L;
              d.cacheReadTokens = 0L;
              d.cacheWriteTokens = 0L;
              d.latencyMs = 900L;
              d.firstTokenMs = 200L;
              d.bodyRead = true;
              d.metadata.put("team", "a \"b\"\n");
            });
  }

  @Test
  void a_call_told_in_full_fills_every_column_that_is_not_about_trouble() {
    LakeRow row = CallRows.row(judge.judge(full().build()), RevisionLabel.FINAL);
    Set<String> empty = Set.of("error_code", "verdict_reason");
    for (Column column : LakeTable.CALLS.columns()) {
      if (empty.contains(column.name())) {
        assertThat(row.get(column.name())).as(column.name()).isNull();
      } else {
        assertThat(row.get(column.name())).as(column.name()).isNotNull();
      }
    }
    assertThat(row.get("metadata")).isEqualTo("{\"team\":\"a \\\"b\\\"\\u000a\"}");
    assertThat(row.get("trail_regions")).isEqualTo(SYDNEY);
    assertThat(row.get("streaming")).isEqualTo(true);
    assertThat(row.get("endpoint")).isEqualTo("runtime");
    assertThat(row.get("rules")).isEqualTo("");
    assertThat(row.get("placement")).isEqualTo("INSIDE");
  }

  @Test
  void the_evidence_column_gives_the_call_back() {
    Call call = full().build();
    LakeRow row = CallRows.row(judge.judge(call), RevisionLabel.FINAL);
    assertThat(CallCodec.decode((byte[]) row.get("evidence"))).isEqualTo(call);
  }

  @Test
  void the_content_hash_is_of_the_statements_not_of_where_they_were_met() {
    List<Witness> witnesses = full().witnesses();
    Call here = full().build();
    Call elsewhere =
        witnesses.stream()
            .map(
                w ->
                    new Witness(
                        w.key(),
                        w.kind(),
                        w.statement(),
                        w.addendum(),
                        new Place(PlaceKind.STREAM, "shard/1", 7, 3),
                        w.arrivedAt() + 5))
            .map(Call::of)
            .reduce(Call::merge)
            .orElseThrow();
    Call other = full().completion(d -> d.inferenceRegion = "ap-southeast-4").build();
    assertThat(CallRows.contentHash(here))
        .matches("v2:[0-9a-f]{16}")
        .isEqualTo(CallRows.contentHash(elsewhere))
        .isNotEqualTo(CallRows.contentHash(other));
  }
}
