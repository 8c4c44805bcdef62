package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of file that AWS or people around it write, and what it is to us. */
class SamplesTest {
  private static Caught sample(String name) {
    return Caught.parse(Caught.sample(name));
  }

  @Test
  void an_invoke_model_event_is_an_api_witness_without_region_or_tokens() {
    Witness w = sample("cloudtrail/invoke-model.json").one();
    assertThat(w.kind()).isEqualTo(WitnessKind.API);
    assertThat(w.key().text()).startsWith("aws/100200300400/");
    Statement s = w.statement();
    assertThat(s.operation()).isEqualTo("InvokeModel");
    assertThat(s.sourceRegion()).isEqualTo("us-west-2");
    assertThat(s.modelId()).isEqualTo("stability.stable-diffusion-xl-v0");
    assertThat(s.principal()).startsWith("arn:aws:iam::100200300400:user/user-");
    assertThat(s.inferenceRegion()).isNull();
    assertThat(s.inputTokens()).isNull();
    assertThat(s.dataEvent()).isFalse();
    assertThat(s.bodyRead()).isFalse();
  }

  @Test
  void a_stream_completion_is_keyed_by_its_parent_and_takes_the_model_from_resources() {
    Witness w = sample("cloudtrail/stream-completion-service-event.json").one();
    assertThat(w.kind()).isEqualTo(WitnessKind.COMPLETION);
    assertThat(w.key().requestId()).isEqualTo("60b66233-b24a-d0d6-2f1b-edfec7241474");
    Statement s = w.statement();
    assertThat(s.inferenceRegion()).isEqualTo("us-east-1");
    assertThat(s.inputTokens()).isEqualTo(18696);
    assertThat(s.outputTokens()).isEqualTo(371);
    assertThat(s.modelId())
        .isEqualTo("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-opus-4-7");
  }

  @Test
  void an_apply_guardrail_event_is_a_check_and_no_witness() {
    Caught c = sample("cloudtrail/apply-guardrail-data-event.json");
    assertThat(c.ignored).containsExactly("guardrail-check");
    assertThat(c.records()).isEqualTo(1);
  }

  @Test
  void rule_tests_that_wrap_records_are_read_through_with_their_own_time_format() {
    Caught c = sample("cloudtrail/delete-invocation-logging.json");
    assertThat(c.changes).hasSize(1);
    assertThat(c.changes.get(0).get("change")).isEqualTo("logging-off");
    assertThat(c.changes.get(0).get("changed_at")).isInstanceOf(Long.class);
    assertThat(c.changes.get(0).get("error_code")).isNull();
    assertThat(c.ignored).containsExactly("control-plane");
    assertThat(c.records()).isEqualTo(2);
  }

  @Test
  void a_series_gives_one_call_and_four_control_plane_events() {
    Caught c = sample("cloudtrail/invoke-model-series.json");
    assertThat(c.witnesses).hasSize(1);
    assertThat(c.ignored)
        .containsExactly("control-plane", "control-plane", "control-plane", "control-plane");
    assertThat(c.object.get("kind")).isEqualTo("cloudtrail");
    assertThat(c.object.get("ignored_reasons")).isEqualTo("{\"control-plane\":4}");
  }

  @Test
  void an_event_whose_time_was_blanked_out_is_a_reject() {
    Caught c = sample("cloudtrail/invoke-model-validation-error.json");
    assertThat(c.reasons()).containsExactly("wrong-type");
    assertThat(c.rejects.get(0).get("detail")).isEqualTo("eventTime");
    assertThat(c.object.get("status")).isEqualTo("damaged");
  }

  @Test
  void a_lookup_page_gives_its_events_with_named_regions() {
    Caught c = sample("cloudtrail/lookup-events-page.json");
    assertThat(c.witnesses).hasSize(3);
    for (Witness w : c.witnesses) {
      assertThat(w.statement().inferenceRegion()).isEqualTo("us-east-2");
      assertThat(w.statement().maxTokens()).isNotNull();
      assertThat(w.statement().inputTokens()).isNotNull();
      assertThat(w.statement().vpcEndpoint()).isTrue();
      assertThat(w.place().kind()).isEqualTo(PlaceKind.OBJECT);
    }
    Caught page = Caught.payload(Caught.sample("cloudtrail/lookup-events-page.json"));
    assertThat(page.witnesses).hasSize(3);
    assertThat(page.witnesses.get(0).place().kind()).isEqualTo(PlaceKind.LOOKUP);
  }

  @Test
  void eventbridge_events_of_other_services_are_not_bedrock() {
    assertThat(sample("eventbridge/api-call-via-cloudtrail.json").ignored)
        .containsExactly("not-bedrock");
    assertThat(sample("eventbridge/service-event-via-cloudtrail.json").ignored)
        .containsExactly("not-bedrock");
  }

  @Test
  void a_mantle_inference_is_an_api_witness_of_the_mantle_endpoint() {
    Witness w = sample("mantle/create-inference-data-event.json").one();
    Statement s = w.statement();
    assertThat(s.endpoint()).isEqualTo(Endpoint.MANTLE);
    assertThat(s.modelId()).isEqualTo("anthropic.claude-opus-4-7");
    assertThat(s.tier()).isEqualTo("default");
    assertThat(s.bearerToken()).isTrue();
    assertThat(s.inferenceRegion()).isNull();
    assertThat(s.metadata()).isEmpty();
  }

  @Test
  void a_converse_stream_log_has_tokens_latency_and_max_tokens() {
    Caught c = sample("invocation/converse-stream.json");
    Statement s = c.one().statement();
    assertThat(c.one().kind()).isEqualTo(WitnessKind.LOG);
    assertThat(s.inputTokens()).isEqualTo(4);
    assertThat(s.outputTokens()).isEqualTo(49);
    assertThat(s.cacheReadTokens()).isZero();
    assertThat(s.cacheWriteTokens()).isZero();
    assertThat(s.maxTokens()).isEqualTo(517);
    assertThat(s.bodyRead()).isTrue();
    assertThat(s.latencyMs()).isEqualTo(302);
    assertThat(s.inferenceRegion()).isNull();
    assertThat(c.object.get("kind")).isEqualTo("invocation-log");
  }

  @Test
  void the_documented_log_format_keeps_only_metadata_keys_that_are_named() {
    byte[] bytes = Caught.sample("invocation/documented-format.json");
    Caught c = Caught.parse(bytes, new ParseOptions(Limits.DEFAULT, Set.of("team", "absent")));
    Statement s = c.one().statement();
    assertThat(s.metadata()).containsExactly(java.util.Map.entry("team", "harbour"));
    assertThat(s.inputTokens()).isEqualTo(35);
    assertThat(s.outputTokens()).isEqualTo(162);
    assertThat(s.bodyRead()).isTrue();
    assertThat(s.maxTokens()).isNull();
    assertThat(s.eventAt()).isEqualTo(Instant.parse("2024-01-20T12:39:00Z").toEpochMilli());
  }

  @Test
  void invocation_logs_as_lines_name_the_region_unless_a_guardrail_blocked() {
    Caught c = sample("invocation/invoke-model-profile-arn.jsonl");
    assertThat(c.witnesses).hasSize(3);
    assertThat(c.witnesses)
        .extracting(w -> w.statement().inferenceRegion())
        .containsExactly("us-west-2", "us-east-1", null);
    Statement first = c.witnesses.get(0).statement();
    assertThat(first.modelId()).contains(":inference-profile/us.anthropic.claude-sonnet-4");
    assertThat(first.maxTokens()).isNotNull();
    assertThat(first.cacheReadTokens()).isZero();
    assertThat(first.guardrailBlocked()).isFalse();
    Statement blocked = c.witnesses.get(2).statement();
    assertThat(blocked.guardrailBlocked()).isTrue();
    assertThat(blocked.inputTokens()).isNull();
    assertThat(blocked.outputTokens()).isNull();
  }

  @Test
  void log_lines_of_other_programs_in_a_subscription_are_set_aside() {
    Caught c =
        Caught.payload(
            Caught.gzip(Caught.sample("cloudwatch-logs/cloudwatch-logs-event-decoded.json")));
    assertThat(c.ignored).containsExactly("not-a-record", "not-a-record");
    assertThat(c.records()).isEqualTo(2);
  }

  @Test
  void a_subscription_whose_records_are_cut_short_rejects_each() {
    Caught c =
        Caught.payload(Caught.gzip(Caught.sample("cloudwatch-logs/subscription-payload-1.json")));
    assertThat(c.reasons()).containsExactly("bad-json", "bad-json", "bad-json");
    assertThat(c.rejects.get(0).get("offset_bytes"))
        .isNotEqualTo(c.rejects.get(1).get("offset_bytes"));
  }

  @Test
  void digests_are_known_and_set_aside_but_a_list_of_keys_is_of_unknown_shape() {
    assertThat(sample("digest/digest-empty-hour.json").ignored).containsExactly("not-a-record");
    assertThat(sample("digest/digest-with-one-logfile.json").ignored)
        .containsExactly("not-a-record");
    assertThat(sample("digest/list-public-keys-response.json").reasons())
        .containsExactly("unknown-shape");
  }
}
