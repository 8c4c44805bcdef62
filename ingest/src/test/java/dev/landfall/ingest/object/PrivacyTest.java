package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing that people wrote leaves the parser: canaries are planted and looked for in its output.
 */
class PrivacyTest {
  private static final String CANARY = "kanarie";

  private static void silent(Caught c, int records) {
    assertThat(c.records()).as(c.summary()).isEqualTo(records);
    assertThat(c.all.size()).isPositive();
    assertThat(c.outputs()).doesNotContain(CANARY);
  }

  private static Caught parse(String text) {
    return Caught.parse(
        text.getBytes(StandardCharsets.UTF_8), new ParseOptions(Limits.DEFAULT, Set.of("team")));
  }

  @Test
  void the_search_itself_finds_what_is_kept() {
    assertThat(parse(Make.log("r-" + CANARY)).outputs()).contains(CANARY);
  }

  @Test
  void prompts_completions_errors_guardrail_matches_and_unnamed_metadata_stay_inside() {
    String log =
        Make.log("r1", "prompt " + CANARY)
            .replace("nothing is due", "completion " + CANARY)
            .replace(
                "\"ticket\":\"private\"", "\"ticket\":\"" + CANARY + "\",\"" + CANARY + "\":\"x\"")
            .replace(
                "\"metrics\"",
                "\"amazon-bedrock-trace\":{\"guardrail\":{\"input\":{\"g\":{\"wordPolicy\":"
                    + "{\"customWords\":[{\"match\":\""
                    + CANARY
                    + "\"}]}}}}},\"metrics\"")
            .replace("\"schemaVersion\"", "\"errorMessage\":\"" + CANARY + "\",\"schemaVersion\"");
    silent(parse(Make.lines(log, log)), 2);
    silent(parse("[" + log + "]"), 1);
    String trail =
        Make.trail(
            "r1",
            "Converse",
            "bedrock.amazonaws.com",
            ",\"errorCode\":\"ValidationException\",\"errorMessage\":\""
                + CANARY
                + "\","
                + "\"requestParameters\":{\"modelId\":\"m.x\",\"messages\":\""
                + CANARY
                + "\"},"
                + "\"responseElements\":{\"assessments\":[{\"match\":\""
                + CANARY
                + "\"}]}");
    silent(parse(Make.records(trail)), 1);
    String mantle =
        Make.trail(
            "r1",
            "CreateInference",
            "bedrock-mantle.amazonaws.com",
            ",\"requestParameters\":{\"model\":\"m.x\",\"metadata\":{\"note\":\""
                + CANARY
                + "\"}}");
    silent(parse(Make.records(mantle)), 1);
  }

  @Test
  void rejected_bytes_stay_inside_whatever_the_reason() {
    String log = Make.log("r1", "prompt " + CANARY);
    silent(parse(log.substring(0, log.indexOf(CANARY) + 9)), 1);
    silent(parse(CANARY + "\n"), 1);
    silent(parse("{\"" + CANARY + "\":\"" + CANARY + "\"}"), 1);
    silent(parse(log.replace("2026-11-20T10", "2027-11-20T10")), 1);
    silent(
        parse(log.replace("\"inputTokenCount\":21", "\"inputTokenCount\":\"" + CANARY + "\"")), 1);
    silent(parse(log.replace("\"2026-11-20T10:00:00Z\"", "\"" + CANARY + "\"")), 1);
    silent(parse(log.replace("arn:aws:", "arn:" + CANARY + ":")), 1);
    silent(parse(log.replace("\"prompt " + CANARY + "\"", "{\"" + CANARY + "\":".repeat(300))), 1);
    byte[] gzip = Caught.gzip(log);
    silent(Caught.parse(Arrays.copyOf(gzip, gzip.length - 12)), 1);
    ParseOptions small = new ParseOptions(new Limits(64, 200, 200, 1 << 20), Set.of());
    silent(Caught.parse(log.getBytes(StandardCharsets.UTF_8), small), 1);
    String cut = Make.subscription("DATA_MESSAGE", log.substring(0, log.length() - 9), CANARY);
    Caught payload = Caught.payload(Caught.gzip(cut));
    silent(payload, 2);
  }
}
