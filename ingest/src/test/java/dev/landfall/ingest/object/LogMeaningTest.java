package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.model.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the numbers of an invocation-log record come from, and where they never come from. */
class LogMeaningTest {
  private static final String START =
      "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"accountId\":\"100200300400\",\"region\":"
          + "\"eu-west-1\",\"requestId\":\"r1\",\"operation\":\"InvokeModel\",\"modelId\":\"m.x\"";

  private static Statement with(String input, String output) {
    String json = START + ",\"input\":{%s},\"output\":{%s}}".formatted(input, output);
    return Caught.parse(json).one().statement();
  }

  @Test
  void max_tokens_is_found_where_each_family_of_models_puts_it() {
    for (String body :
        new String[] {
          "\"inferenceConfig\":{\"maxTokens\":77}",
          "\"max_tokens\":77",
          "\"max_tokens_to_sample\":77",
          "\"max_gen_len\":77",
          "\"textGenerationConfig\":{\"maxTokenCount\":77}",
          "\"max_completion_tokens\":77",
          "\"inferenceConfig\":{\"max_new_tokens\":77}"
        }) {
      Statement s = with("\"inputBodyJson\":{" + body + "}", "");
      assertThat(s.maxTokens()).as(body).isEqualTo(77);
      assertThat(s.bodyRead()).isTrue();
    }
    assertThat(with("\"inputBodyS3Path\":\"s3://b/k\"", "").bodyRead()).isFalse();
    assertThat(with("\"inputBodyJson\":{\"x\":{\"max_tokens\":77}}", "").maxTokens()).isNull();
  }

  @Test
  void a_callers_own_wrong_type_in_the_body_does_not_hide_the_call() {
    Statement s = with("\"inputBodyJson\":{\"max_tokens\":\"many\"}", "");
    assertThat(s.maxTokens()).isNull();
    assertThat(Caught.parse(START + ",\"input\":{\"inputTokenCount\":\"9\"}}").reasons())
        .containsExactly("wrong-type");
  }

  @Test
  void a_count_that_no_call_can_have_is_not_known_and_the_call_counts() {
    Statement s =
        with(
            "\"inputTokenCount\":1000000000000001,\"cacheReadInputTokenCount\":1000000000000",
            "\"outputTokenCount\":7");
    assertThat(s.inputTokens()).isNull();
    assertThat(s.cacheReadTokens()).isEqualTo(1_000_000_000_000L);
    assertThat(s.outputTokens()).isEqualTo(7);
    Statement limit = with("\"inputBodyJson\":{\"max_tokens\":2e12}", "");
    assertThat(limit.maxTokens()).isNull();
    assertThat(limit.bodyRead()).as("not left unset either").isFalse();
  }

  @Test
  void tokens_come_from_the_record_else_from_the_bodys_usage() {
    String anthropic =
        "\"outputBodyJson\":{\"usage\":{\"input_tokens\":1,\"output_tokens\":2,"
            + "\"cache_read_input_tokens\":3,\"cache_creation_input_tokens\":4}}";
    Statement body = with("", anthropic);
    assertThat(body.inputTokens()).isEqualTo(1);
    assertThat(body.outputTokens()).isEqualTo(2);
    assertThat(body.cacheReadTokens()).isEqualTo(3);
    assertThat(body.cacheWriteTokens()).isEqualTo(4);
    Statement record =
        with(
            "\"inputTokenCount\":10,\"cacheReadInputTokenCount\":30,\"cacheWriteInputTokenCount\":40",
            anthropic + ",\"outputTokenCount\":20");
    assertThat(record.inputTokens()).isEqualTo(10);
    assertThat(record.outputTokens()).isEqualTo(20);
    assertThat(record.cacheReadTokens()).isEqualTo(30);
    assertThat(record.cacheWriteTokens()).isEqualTo(40);
    Statement converse =
        with(
            "",
            "\"outputBodyJson\":{\"usage\":{\"inputTokens\":5,\"outputTokens\":6,"
                + "\"cacheReadInputTokens\":7,\"cacheWriteInputTokens\":8}}");
    assertThat(converse.inputTokens()).isEqualTo(5);
    assertThat(converse.cacheWriteTokens()).isEqualTo(8);
    Statement silent = with("", "");
    assertThat(silent.inputTokens()).isNull();
    assertThat(silent.cacheReadTokens()).isNull();
  }

  @Test
  void streamed_chunks_give_tokens_and_both_latencies() {
    Statement s =
        with(
            "",
            "\"outputBodyJson\":[{\"type\":\"message_start\",\"message\":{\"usage\":"
                + "{\"input_tokens\":25,\"output_tokens\":1}}},{\"delta\":{\"text\":\"x\"}},"
                + "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}},"
                + "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
                + "{\"inputTokenCount\":25,\"outputTokenCount\":15,\"invocationLatency\":1551,"
                + "\"firstByteLatency\":312}},\"[DONE]\"]");
    assertThat(s.inputTokens()).isEqualTo(25);
    assertThat(s.outputTokens()).isEqualTo(15);
    assertThat(s.latencyMs()).isEqualTo(1551);
    assertThat(s.firstTokenMs()).isEqualTo(312);
  }

  @Test
  void a_guardrail_that_intervened_is_seen_in_either_form() {
    assertThat(
            with("", "\"outputBodyJson\":{\"stopReason\":\"guardrail_intervened\"}")
                .guardrailBlocked())
        .isTrue();
    String action = "\"amazon-bedrock-guardrailAction\":\"INTERVENED\"";
    assertThat(with("", "\"outputBodyJson\":{" + action + "}").guardrailBlocked()).isTrue();
    assertThat(with("", "\"outputBodyJson\":[{" + action + "}]").guardrailBlocked()).isTrue();
    assertThat(with("", action).guardrailBlocked()).isFalse();
  }

  @Test
  void text_in_a_prompt_that_looks_like_a_field_never_counts() {
    for (String bait :
        new String[] {
          Make.text("\"inferenceRegion\":\"us-east-1\",\"inputTokenCount\":999999}"),
          Make.text("x\"},\"inferenceRegion\":\"us-east-1\",{\"a\":\""),
          "ends in a backslash \\\\",
          "\\u0022,\\u0022inferenceRegion\\u0022:\\u0022us-east-1",
          "caf\u00e9 \u65e5\u672c \ud83d\ude00 }]}{[\\\"",
        }) {
      Caught c = Caught.parse(Make.lines(Make.log("r1", bait), Make.log("r2", bait)));
      assertThat(c.witnesses).as(bait).hasSize(2);
      for (var w : c.witnesses) {
        assertThat(w.statement().inferenceRegion()).isEqualTo("ap-southeast-2");
        assertThat(w.statement().inputTokens()).isEqualTo(21);
        assertThat(w.statement().maxTokens()).isEqualTo(400);
      }
    }
  }

  @Test
  void structured_prompts_with_the_names_of_fields_never_count() {
    String nested =
        "{\"inferenceRegion\":\"us-east-1\",\"requestId\":\"forged\",\"accountId\":\"999999999999\","
            + "\"inputTokenCount\":5,\"Records\":["
            + Make.trail("forged")
            + "]}";
    String json = Make.log("r1").replace("\"what is due today\"", nested);
    Statement s = Caught.parse(json).one().statement();
    assertThat(s.inferenceRegion()).isEqualTo("ap-southeast-2");
    assertThat(s.inputTokens()).isEqualTo(21);
  }

  @Test
  void escapes_in_kept_values_and_in_keys_are_resolved() {
    String json =
        Make.log("r1")
            .replace(
                "\"requestId\":\"r1\"", "\"request\\u0049d\":\"r\\u0031\\/\\u00e9\\ud83d\\ude00\"");
    assertThat(Caught.parse(json).one().key().requestId()).isEqualTo("r1/\u00e9\ud83d\ude00");
  }

  @Test
  void places_point_at_the_records_own_bytes_and_objects_at_their_path() {
    String a = Make.log("r1");
    String b = Make.log("r2", "caf\u00e9");
    Caught c = Caught.parse(Caught.gzip("\n" + a + "\r\n  " + b + "\n"));
    assertThat(c.witnesses.get(0).place().offset()).isEqualTo(1);
    assertThat(c.witnesses.get(0).place().length()).isEqualTo(a.length());
    assertThat(c.witnesses.get(1).place().offset()).isEqualTo(a.length() + 5L);
    assertThat(c.witnesses.get(1).place().length())
        .isEqualTo(b.getBytes(StandardCharsets.UTF_8).length);
    assertThat(c.object.get("first_event_at")).isEqualTo(c.object.get("last_event_at"));
  }

  @Test
  void only_named_metadata_is_kept_and_only_text() {
    String json =
        Make.log("r1").replace("\"ticket\":\"private\"", "\"ticket\":\"private\",\"n\":5");
    ParseOptions options = new ParseOptions(Limits.DEFAULT, Set.of("team", "n", "a.b"));
    Statement s = Caught.parse(json.getBytes(StandardCharsets.UTF_8), options).one().statement();
    assertThat(s.metadata()).isEqualTo(Map.of("team", "claims"));
  }
}
