package dev.landfall.reports.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.StoryRenderer;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    List<LakeRow> rows = new ArrayList<>(Sample.day().rows());
    Call late = Sample.day().judgements().get(0).call();
    rows.add(
        new LakeRow(LakeTable.LATE)
            .set("partition", "aws")
            .set("account", Sample.ACCOUNT)
            .set("request_id", "request-b1")
            .set("kind", "LOG")
            .set("evidence_hash", "00")
            .setMillis("event_at", Sample.NOON.toEpochMilli())
            .setMillis("arrived_at", Sample.NOON.plusSeconds(900_000).toEpochMilli())
            .set("evidence", CallCodec.encode(late)));
    lake = new TestLake(folder).write(rows).publish(Sample.NOON).open();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void a_call_is_told_down_to_the_bytes_of_its_records() throws Exception {
    JsonNode story = json(Explain.call(lake, "request-a2", Sample.POLICY));
    assertThat(story.get("call").get("source_region").asText()).isEqualTo("ap-southeast-6");
    JsonNode records = story.get("witnesses").get("witnesses");
    assertThat(records).hasSize(2);
    assertThat(records.get(0).get("kind").asText()).isEqualTo("API");
    assertThat(records.get(0).get("regions").asText()).isEqualTo("ap-southeast-2");
    JsonNode places = story.get("witnesses").get("places");
    assertThat(places.get(1).get("uri").asText()).isEqualTo("file:///logs/log.json.gz");
    assertThat(places.get(1).get("offset_bytes").asLong()).isEqualTo(60_000);
    assertThat(places.get(1).get("length_bytes").asLong()).isEqualTo(900);
    assertThat(story.get("landing").get("verdict").asText()).isEqualTo("AGREED");
    assertThat(story.get("policy").get("allowed").asText()).isEqualTo("AU,NZ");
    assertThat(story.get("quota").get("arithmetic").asText())
        .startsWith("200 input + 0 cache write + 1,000 output x 5 = 5,200");
    assertThat(story.get("quota").get("minute").get(0).get("quota_tokens").asLong())
        .isEqualTo(6000);
  }

  @Test
  void a_breach_names_its_finding_and_the_finding_names_its_calls() throws Exception {
    JsonNode call = json(Explain.call(lake, "request-b1"));
    JsonNode breach = null;
    for (JsonNode finding : call.get("findings").get("findings")) {
      if (finding.get("rule").asText().equals("residency-breach")) {
        breach = finding;
      }
    }
    assertThat(breach).isNotNull();
    assertThat(call.get("late").get("records").asLong()).isEqualTo(1);
    JsonNode finding = json(Explain.finding(lake, breach.get("finding_id").asText()));
    assertThat(finding.get("finding").get("rule").asText()).isEqualTo("residency-breach");
    assertThat(finding.get("calls").get("matched").asLong())
        .isEqualTo(finding.get("finding").get("occurrences").asLong());
    List<String> ids = new ArrayList<>();
    finding.get("calls").get("calls").forEach(row -> ids.add(row.get("request_id").asText()));
    assertThat(ids).contains("request-b1");
    assertThat(finding.get("rule").get("blind_spots").asText()).isNotBlank();
  }

  @Test
  void every_finding_of_the_day_recognises_as_many_calls_as_it_counts() throws Exception {
    List<List<Object>> findings =
        Reports.byName("findings").orElseThrow().run(lake, Window.all()).rows();
    assertThat(findings).hasSizeGreaterThan(2);
    for (List<Object> row : findings) {
      JsonNode story = json(Explain.finding(lake, (String) row.get(0)));
      assertThat(story.get("calls").get("matched").asLong())
          .as(story.get("headline").asText())
          .isEqualTo(story.get("finding").get("occurrences").asLong());
    }
  }

  @Test
  void an_excepted_finding_shows_its_own_calls_and_not_those_of_its_twin() throws Exception {
    Sample sample = new Sample().under(exceptedOnTheThird());
    sample.both("before", 0, "ap-southeast-1");
    sample.both("excepted", 86_400, "ap-southeast-1");
    sample.both("after", 2 * 86_400, "ap-southeast-1");
    try (Lake twins =
        new TestLake(folder.resolve("twins")).write(sample.rows()).publish(Sample.NOON).open()) {
      assertThat(callsOfBreaches(twins))
          .containsExactlyInAnyOrder(
              List.of("request-after", "request-before"), List.of("request-excepted"));
    }
  }

  private static List<List<String>> callsOfBreaches(Lake lake) throws Exception {
    List<List<String>> all = new ArrayList<>();
    for (List<Object> row :
        Reports.byName("findings").orElseThrow().run(lake, Window.all()).rows()) {
      JsonNode story = json(Explain.finding(lake, (String) row.get(0)));
      if (story.get("finding").get("rule").asText().equals("residency-breach")) {
        List<String> ids = new ArrayList<>();
        story.get("calls").get("calls").forEach(c -> ids.add(c.get("request_id").asText()));
        ids.sort(null);
        all.add(ids);
      }
    }
    return all;
  }

  private static PolicyHistory exceptedOnTheThird() {
    Policy policy = Sample.POLICY.at(Sample.NOON.toEpochMilli());
    LocalDate third = LocalDate.parse("2026-11-03");
    PolicyException exception =
        new PolicyException(
            "EX-1", "contact-centre", Places.of("SG"), "move", "risk office", third, third);
    return new PolicyHistory(
        List.of(
            new Policy(
                policy.version(),
                policy.effectiveFrom(),
                policy.defaultAllowed(),
                policy.workloads(),
                policy.quotas(),
                policy.thresholds(),
                List.of(exception))));
  }

  @Test
  void a_beginning_is_enough_where_only_one_id_has_it() {
    assertThat(Explain.of(lake, "request-c", null).id()).isEqualTo("request-c1");
    assertThat(Explain.call(lake, "request-c").headline()).contains("CONFLICT");
    assertThatThrownBy(() -> Explain.call(lake, "request-a"))
        .isInstanceOf(NoStory.class)
        .hasMessageContaining("several calls begin with 'request-a'")
        .hasMessageContaining("request-a1");
  }

  @Test
  void an_id_that_is_not_there_is_said() {
    assertThatThrownBy(() -> Explain.of(lake, "nope", null))
        .isInstanceOf(NoStory.class)
        .hasMessage("the lake holds no call and no finding 'nope'");
    assertThatThrownBy(() -> Explain.call(lake, "' or 1=1 --")).isInstanceOf(NoStory.class);
    assertThatThrownBy(() -> Explain.finding(lake, "")).isInstanceOf(NoStory.class);
  }

  @Test
  void the_text_tells_who_where_and_why() {
    String text = StoryRenderer.text(Explain.call(lake, "request-b1", Sample.POLICY));
    assertThat(text)
        .contains(
            "The call", "Who says so", "Where it ran", "What was allowed", "ap-southeast-1 (SG)");
    assertThat(text).contains("CloudTrail names the Region");
  }

  private static JsonNode json(Story story) throws Exception {
    return new ObjectMapper().readTree(StoryRenderer.json(story));
  }
}
