package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each CloudTrail record counts as. */
class TrailMeaningTest {
  private static final String BEDROCK = "bedrock.amazonaws.com";
  private static final String TRAIL = "cloudtrail.amazonaws.com";

  private static Caught event(String operation, String source, String more) {
    return Caught.parse(Make.records(Make.trail("r1", operation, source, more)));
  }

  private static LakeRow change(String operation, String source, String more) {
    Caught c = event(operation, source, more);
    assertThat(c.changes).as(c.summary()).hasSize(1);
    return c.changes.get(0);
  }

  @Test
  void the_four_inference_operations_are_api_witnesses() {
    for (String op :
        new String[] {
          "InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream"
        }) {
      String more =
          ",\"requestParameters\":{\"modelId\":\"au.anthropic.claude-sonnet-4-6\",\"inferenceConfig\":"
              + "{\"maxTokens\":700}},\"additionalEventData\":{\"inferenceRegion\":\"ap-southeast-4\","
              + "\"inputTokens\":12,\"outputTokens\":34,\"callWithBearerToken\":true},"
              + "\"errorCode\":\"ThrottlingException\",\"vpcEndpointId\":\"vpce-1\"";
      Statement s = event(op, BEDROCK, more).one().statement();
      assertThat(s.operation()).isEqualTo(op);
      assertThat(s.inferenceRegion()).isEqualTo("ap-southeast-4");
      assertThat(s.inputTokens()).isEqualTo(12);
      assertThat(s.outputTokens()).isEqualTo(34);
      assertThat(s.maxTokens()).isEqualTo(700);
      assertThat(s.bearerToken()).isTrue();
      assertThat(s.vpcEndpoint()).isTrue();
      assertThat(s.errorCode()).isEqualTo("ThrottlingException");
      assertThat(s.recordId()).isEqualTo("e-r1");
    }
  }

  @Test
  void a_count_that_no_call_can_have_is_not_known() {
    String more =
        ",\"requestParameters\":{\"inferenceConfig\":{\"maxTokens\":1000000000001}},"
            + "\"additionalEventData\":{\"inputTokens\":900000000000000000,\"outputTokens\":34}";
    Statement s = event("Converse", BEDROCK, more).one().statement();
    assertThat(s.maxTokens()).isNull();
    assertThat(s.inputTokens()).isNull();
    assertThat(s.outputTokens()).isEqualTo(34);
  }

  @Test
  void a_data_event_copy_is_the_same_witness_marked_so() {
    for (String more : new String[] {",\"eventCategory\":\"Data\"", ",\"managementEvent\":false"}) {
      assertThat(event("Converse", BEDROCK, more).one().statement().dataEvent()).isTrue();
    }
    String management = ",\"eventCategory\":\"Management\",\"managementEvent\":true";
    assertThat(event("Converse", BEDROCK, management).one().statement().dataEvent()).isFalse();
  }

  @Test
  void only_updated_data_is_a_correction_and_it_names_what_it_corrects() {
    String more =
        ",\"addendum\":{\"reason\":\"UPDATED_DATA\",\"updatedFields\":\"additionalEventData\","
            + "\"originalRequestID\":\"r0\",\"originalEventID\":\"e0\"}";
    Witness named = event("Converse", BEDROCK, more).one();
    assertThat(named.addendum()).isTrue();
    assertThat(named.key().requestId()).isEqualTo("r0");
    String own = ",\"addendum\":{\"reason\":\"UPDATED_DATA\"}";
    assertThat(event("Converse", BEDROCK, own).one().key().requestId()).isEqualTo("r1");
    Witness delayed =
        event("Converse", BEDROCK, ",\"addendum\":{\"reason\":\"DELIVERY_DELAY\"}").one();
    assertThat(delayed.addendum()).isFalse();
  }

  @Test
  void a_corrected_completion_keeps_its_parent_as_the_key() {
    String json =
        Make.trail(
                "own",
                "ConverseStream",
                BEDROCK,
                ",\"serviceEventDetails\":{\"parentRequestId\":\"parent\"},\"addendum\":{\"reason\":"
                    + "\"UPDATED_DATA\",\"originalRequestID\":\"own\"}")
            .replace("AwsApiCall", "AwsServiceEvent");
    Witness w = Caught.parse(json).one();
    assertThat(w.kind()).isEqualTo(WitnessKind.COMPLETION);
    assertThat(w.addendum()).isTrue();
    assertThat(w.key().requestId()).isEqualTo("parent");
  }

  @Test
  void a_completion_without_a_parent_cannot_be_joined() {
    String json = Make.trail("own", "ConverseStream", BEDROCK, "");
    Caught c = Caught.parse(json.replace("AwsApiCall", "AwsServiceEvent"));
    assertThat(c.reasons()).containsExactly("missing-field");
    String other = Make.trail("own", "JobDone", BEDROCK, "");
    assertThat(Caught.parse(other.replace("AwsApiCall", "AwsServiceEvent")).ignored)
        .containsExactly("control-plane");
  }

  @Test
  void an_unknown_operation_with_a_model_on_the_runtime_host_is_a_witness() {
    String model = ",\"requestParameters\":{\"modelId\":\"openai.gpt-oss-120b-1:0\"}";
    String host = ",\"tlsDetails\":{\"clientProvidedHostHeader\":\"%s.eu-west-1.amazonaws.com\"}";
    Caught runtime = event("CreateResponse", BEDROCK, model + host.formatted("bedrock-runtime"));
    assertThat(runtime.one().statement().operation()).isEqualTo("CreateResponse");
    assertThat(event("CreateResponse", BEDROCK, model + host.formatted("bedrock")).ignored)
        .containsExactly("control-plane");
    assertThat(event("CountTokens", BEDROCK, model + host.formatted("bedrock-runtime")).ignored)
        .containsExactly("control-plane");
    assertThat(event("ApplyGuardrail", BEDROCK, model + host.formatted("bedrock-runtime")).ignored)
        .containsExactly("guardrail-check");
  }

  @Test
  void surfaces_are_rows_of_their_own() {
    Map<String, String> surfaces =
        Map.ofEntries(
            Map.entry("CreateModelInvocationJob", "batch"),
            Map.entry("CreateEvaluationJob", "evaluation"),
            Map.entry("StartAsyncInvoke", "async"),
            Map.entry("InvokeModelWithBidirectionalStream", "bidirectional"),
            Map.entry("InvokeAgent", "agent"),
            Map.entry("InvokeInlineAgent", "agent"),
            Map.entry("InvokeFlow", "flow"),
            Map.entry("Retrieve", "knowledge-base"),
            Map.entry("RetrieveAndGenerate", "knowledge-base"),
            Map.entry("RenderPrompt", "prompt"),
            Map.entry("InvokeDataAutomationAsync", "data-automation"));
    surfaces.forEach(
        (operation, surface) -> {
          String more =
              ",\"requestParameters\":{\"modelId\":\"eu.m.x\",\"jobName\":\"night\"},"
                  + "\"tlsDetails\":{\"clientProvidedHostHeader\":\"bedrock-runtime.x\"}";
          Caught c = event(operation, BEDROCK, more);
          assertThat(c.surfaces).as(operation).hasSize(1);
          LakeRow row = c.surfaces.get(0);
          assertThat(row.get("surface")).isEqualTo(surface);
          assertThat(row.get("detail")).isEqualTo("night");
          assertThat(row.get("model_id")).isEqualTo("eu.m.x");
          assertThat(row.get("account")).isEqualTo("100200300400");
          assertThat(row.day()).hasToString("2026-11-20");
          assertThat(c.object.get("ignored_reasons")).isEqualTo("{\"surface\":1}");
        });
  }

  @Test
  void a_guardrail_is_a_surface_only_when_it_crosses_regions() {
    String crossing =
        ",\"requestParameters\":{\"name\":\"g\",\"crossRegionConfig\":"
            + "{\"guardrailProfileIdentifier\":\"apac.guardrail.v1:0\"}}";
    LakeRow row = event("CreateGuardrail", BEDROCK, crossing).surfaces.get(0);
    assertThat(row.get("surface")).isEqualTo("guardrail");
    assertThat(row.get("model_id")).isEqualTo("apac.guardrail.v1:0");
    assertThat(event("UpdateGuardrail", BEDROCK, ",\"requestParameters\":{\"name\":\"g\"}").ignored)
        .containsExactly("control-plane");
  }

  @Test
  void changes_of_logging_say_what_was_set() {
    LakeRow put =
        change(
            "PutModelInvocationLoggingConfiguration",
            BEDROCK,
            ",\"requestParameters\":{\"loggingConfig\":{\"s3Config\":{\"bucketName\":\"b\"},"
                + "\"textDataDeliveryEnabled\":false}}");
    assertThat(put.get("change")).isEqualTo("logging-changed");
    assertThat(put.get("detail")).isEqualTo("s3=b,without-text");
    LakeRow off = change("StopLogging", TRAIL, ",\"requestParameters\":{\"name\":\"main\"}");
    assertThat(off.get("change")).isEqualTo("trail-off");
    assertThat(off.get("subject")).isEqualTo("main");
    assertThat(change("DeleteTrail", TRAIL, "").get("change")).isEqualTo("trail-off");
    assertThat(change("StartLogging", TRAIL, "").get("change")).isEqualTo("trail-changed");
    assertThat(change("UpdateTrail", TRAIL, "").get("change")).isEqualTo("trail-changed");
    assertThat(event("DescribeTrails", TRAIL, "").ignored).containsExactly("not-bedrock");
    LakeRow denied = change("StopLogging", TRAIL, ",\"errorCode\":\"AccessDenied\"");
    assertThat(denied.get("error_code")).isEqualTo("AccessDenied");
  }

  @Test
  void selectors_that_go_blind_to_inference_say_so() {
    Map<String, String> basic =
        Map.of(
            "{\"readWriteType\":\"WriteOnly\"}", "excludes-read-events",
            "{\"readWriteType\":\"All\",\"includeManagementEvents\":false}",
                "excludes-management-events",
            "{\"readWriteType\":\"All\",\"includeManagementEvents\":true}", "includes-read-events",
            "{\"readWriteType\":\"WriteOnly\"},{\"readWriteType\":\"ReadOnly\"}",
                "includes-read-events");
    basic.forEach(
        (selectors, said) -> assertThat(selected("eventSelectors", selectors)).isEqualTo(said));
    String management = "{\"field\":\"eventCategory\",\"equals\":[\"Management\"]}";
    String data = "{\"field\":\"eventCategory\",\"equals\":[\"Data\"]}";
    Map<String, String> advanced =
        Map.of(
            data,
            "excludes-management-events",
            management,
            "includes-read-events",
            management + ",{\"field\":\"readOnly\",\"equals\":[\"false\"]}",
            "excludes-read-events",
            management + ",{\"field\":\"eventSource\",\"notEquals\":[\"bedrock.amazonaws.com\"]}",
            "excludes-bedrock-events");
    advanced.forEach(
        (conditions, said) ->
            assertThat(
                    selected("advancedEventSelectors", "{\"fieldSelectors\":[" + conditions + "]}"))
                .isEqualTo(said));
  }

  private static Object selected(String key, String selectors) {
    String more =
        ",\"requestParameters\":{\"trailName\":\"main\",\"%s\":[%s]}".formatted(key, selectors);
    LakeRow row = change("PutEventSelectors", TRAIL, more);
    assertThat(row.get("change")).isEqualTo("selectors-changed");
    assertThat(row.get("subject")).isEqualTo("main");
    return row.get("detail");
  }

  @Test
  void a_new_profile_says_what_it_copies() {
    String more =
        ",\"requestParameters\":{\"inferenceProfileName\":\"p\",\"modelSource\":{\"copyFrom\":"
            + "\"arn:aws:bedrock:eu-west-1:100200300400:inference-profile/eu.m.x\"}},"
            + "\"responseElements\":{\"inferenceProfileArn\":\"arn:aws:bedrock:eu-west-1:"
            + "100200300400:application-inference-profile/abc\"}";
    LakeRow row = change("CreateInferenceProfile", BEDROCK, more);
    assertThat(row.get("change")).isEqualTo("profile-created");
    assertThat((String) row.get("subject")).endsWith("application-inference-profile/abc");
    assertThat((String) row.get("detail")).endsWith("inference-profile/eu.m.x");
    LakeRow gone =
        change(
            "DeleteInferenceProfile",
            BEDROCK,
            ",\"requestParameters\":{\"inferenceProfileIdentifier\":\"abc\"}");
    assertThat(gone.get("change")).isEqualTo("profile-deleted");
    assertThat(gone.get("subject")).isEqualTo("abc");
  }

  @Test
  void account_and_request_id_fall_back_as_agreed() {
    String json = Make.trail("r1");
    Witness w = Caught.parse(json.replace(",\"recipientAccountId\":\"100200300400\"", "")).one();
    assertThat(w.key().account()).isEqualTo("100200300400");
    Witness noRequest = Caught.parse(json.replace("\"requestID\":\"r1\",", "")).one();
    assertThat(noRequest.key().requestId()).isEqualTo("e-r1");
    Caught neither =
        Caught.parse(
            json.replace("\"requestID\":\"r1\",", "").replace("\"eventID\":\"e-r1\",", ""));
    assertThat(neither.reasons()).containsExactly("missing-field");
    Caught nobody =
        Caught.parse(
            json.replace(",\"recipientAccountId\":\"100200300400\"", "")
                .replace(",\"accountId\":\"100200300400\"", ""));
    assertThat(nobody.reasons()).containsExactly("missing-field");
  }

  @Test
  void the_partition_comes_from_the_arn_else_the_region_and_others_are_rejects() {
    String json = Make.trail("r1");
    String gov = json.replace("arn:aws:sts", "arn:aws-us-gov:sts");
    assertThat(Caught.parse(gov).one().key().partition()).isEqualTo("aws-us-gov");
    String noArn = json.replace("\"arn\":\"arn:aws:sts::100200300400:assumed-role/app/one\",", "");
    assertThat(Caught.parse(noArn).one().key().partition()).isEqualTo("aws");
    assertThat(
            Caught.parse(noArn.replace("ap-southeast-6", "us-gov-west-1")).one().key().partition())
        .isEqualTo("aws-us-gov");
    assertThat(Caught.parse(noArn.replace("ap-southeast-6", "cn-north-1")).reasons())
        .containsExactly("unknown-partition");
    assertThat(Caught.parse(json.replace("arn:aws:", "arn:aws-cn:")).reasons())
        .containsExactly("unknown-partition");
  }

  @Test
  void wrong_types_and_wild_times_are_rejects_and_the_rest_of_the_file_counts() {
    String good = Make.trail("good");
    Map<String, String> reasons =
        Map.of(
            Make.trail(
                    "r1", "Converse", BEDROCK, ",\"additionalEventData\":{\"inputTokens\":\"9\"}"),
                "wrong-type",
            Make.trail("r1", "Converse", BEDROCK, ",\"additionalEventData\":[]"), "wrong-type",
            Make.trail(
                    "r1", "Converse", BEDROCK, ",\"additionalEventData\":{\"inferenceRegion\":7}"),
                "wrong-type",
            Make.trail("r1").replace("\"2026-11-20T10:00:00Z\"", "1700000000"), "wrong-type",
            Make.trail("r1").replace("\"eventTime\":\"2026-11-20T10:00:00Z\",", ""),
                "missing-field",
            Make.trail("r1").replace("2026-11-20T10:00:00Z", "2026-11-20T12:10:01Z"),
                "future-event-time",
            Make.trail("r1").replace("2026-11-20T10:00:00Z", "2026-13-20T12:10:01Z"), "wrong-type");
    reasons.forEach(
        (bad, reason) -> {
          Caught c = Caught.parse(Make.records(good, bad, good));
          assertThat(c.reasons()).as(bad).containsExactly(reason);
          assertThat(c.witnesses).hasSize(2);
        });
    String onTheEdge = Make.trail("r1").replace("2026-11-20T10:00:00Z", "2026-11-20T12:10:00Z");
    assertThat(Caught.parse(onTheEdge).one().kind()).isEqualTo(WitnessKind.API);
  }

  @Test
  void an_eventbridge_envelope_gives_the_record_the_place_of_its_own_bytes() {
    String record = Make.trail("r1");
    String envelope =
        "{\"version\":\"0\",\"detail\":"
            + record
            + ",\"detail-type\":\"AWS API Call via CloudTrail\"}";
    Witness w =
        Caught.payload(envelope.getBytes(java.nio.charset.StandardCharsets.UTF_8)).witnesses.get(0);
    assertThat(w.place().offset()).isEqualTo(envelope.indexOf(record));
    assertThat(w.place().length()).isEqualTo(record.length());
  }

  @Test
  void subscriptions_carry_either_log_as_text_and_control_messages_carry_none() {
    String data =
        Make.subscription("DATA_MESSAGE", Make.trail("t1"), Make.log("l1"), "{\"a\":1}", "{");
    Caught c = Caught.payload(Caught.gzip(data));
    assertThat(c.witnesses).extracting(w -> w.key().requestId()).containsExactly("t1", "l1");
    assertThat(c.reasons()).containsExactly("unknown-shape", "bad-json");
    Caught control =
        Caught.payload(Caught.gzip(Make.subscription("CONTROL_MESSAGE", "CWL CONTROL")));
    assertThat(control.ignored).containsExactly("control-message");
    assertThat(control.records()).isEqualTo(1);
    assertThat(Caught.parse(Caught.gzip(data + "\n" + data)).witnesses).hasSize(4);
  }
}
