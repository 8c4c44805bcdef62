package dev.landfall.ingest.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
  private static final URI ANY = URI.create("http://127.0.0.1:9/x");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(Payload payload) throws Exception {
    return MAPPER.readTree(payload.body());
  }

  private static String text(Payload payload) {
    return new String(payload.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode slack(Notice... notices) throws Exception {
    return json(new SlackSink(ANY, Notices.WORDING).payload(List.of(notices), Notices.AT));
  }

  @Test
  void slack_says_what_where_how_many_limit_cause_next_step_and_links() throws Exception {
    String text = slack(Notices.breach(NoticeKind.TRIGGER)).toString();
    assertThat(text)
        .contains("[CRITICAL] Model call outside the allowed places")
        .contains("contact-centre", "111122223333", "apac.model-v1:0", "1,234 times")
        .contains("ap-southeast-1 (SG)", "Likeliest cause", "Next step")
        .contains("landfall explain 0f3c9a1e-6a55-4a0e-9a53-7a1d1f1f8e22")
        .contains("https://landfall.example.com/explain/a41c09d2e77b3f10")
        .contains("https://landfall.example.com/runbooks/residency-breach");
  }

  @Test
  void several_notices_are_one_slack_message_within_its_limits() throws Exception {
    List<Notice> notices = new ArrayList<>();
    for (int i = 0; i < SlackSink.BATCH; i++) {
      notices.add(
          Notices.of(
              NoticeKind.TRIGGER, "000000000000000" + i, "<&>".repeat(300), "p", "us-west-2"));
    }
    JsonNode message = slack(notices.toArray(Notice[]::new));
    assertThat(message.get("blocks")).hasSize(2 * SlackSink.BATCH);
    assertThat(message.toString().length()).isLessThan(10_000);
  }

  @ParameterizedTest
  @EnumSource(NoticeKind.class)
  void nothing_names_a_person_or_a_caller(NoticeKind kind) {
    Notice notice =
        Notices.of(
            kind,
            "a41c09d2e77b3f10",
            "workload-unclassified",
            "default",
            "arn:aws:bedrock:ap-southeast-2:111122223333:application-inference-profile/a1",
            "us-west-2",
            List.of("The sink oncall did not take this: the sink is gone (HTTP 404)."));
    if (kind == NoticeKind.DIGEST) {
      return; // its headline is made by Digests, which names no caller
    }
    for (Sink sink :
        List.of(
            new SlackSink(ANY, Notices.WORDING),
            new PagerDutySink(ANY, "key", Notices.WORDING),
            new AlertmanagerSink(ANY, Notices.WORDING),
            new WebhookSink(ANY, List.of(), Notices.WORDING))) {
      assertThat(text(sink.payload(List.of(notice), Notices.AT)))
          .doesNotContain("kim")
          .doesNotContain("arn:");
    }
  }

  @Test
  void pagerduty_triggers_acknowledges_and_resolves_by_one_key() throws Exception {
    PagerDutySink sink = new PagerDutySink(ANY, "routing", Notices.WORDING);
    List<String> actions = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (NoticeKind kind :
        List.of(
            NoticeKind.TRIGGER, NoticeKind.UPDATE, NoticeKind.ACKNOWLEDGE, NoticeKind.RESOLVE)) {
      JsonNode event = json(sink.payload(List.of(Notices.breach(kind)), Notices.AT));
      assertThat(event.get("routing_key").asText()).isEqualTo("routing");
      actions.add(event.get("event_action").asText());
      keys.add(event.get("dedup_key").asText());
    }
    assertThat(actions).containsExactly("trigger", "trigger", "acknowledge", "resolve");
    assertThat(keys).containsOnly("landfall-a41c09d2e77b3f10");

    JsonNode event =
        json(sink.payload(List.of(Notices.breach(NoticeKind.TRIGGER)), Notices.AT)).get("payload");
    assertThat(event.get("severity").asText()).isEqualTo("critical");
    assertThat(event.get("source").asText()).isEqualTo("aws:111122223333:ap-southeast-1");
    assertThat(event.get("class").asText()).isEqualTo("residency-breach");
    assertThat(event.get("custom_details").get("Seen").asText()).isEqualTo("1,234 times");
  }

  @Test
  void alertmanager_labels_never_change_while_the_end_moves_on() throws Exception {
    AlertmanagerSink sink =
        new AlertmanagerSink(URI.create("http://127.0.0.1:9093/"), Notices.WORDING);
    Payload first = sink.payload(List.of(Notices.breach(NoticeKind.TRIGGER)), Notices.AT);
    Payload again = sink.payload(List.of(Notices.breach(NoticeKind.REFRESH)), Notices.AT + 60_000);
    Payload ended = sink.payload(List.of(Notices.breach(NoticeKind.RESOLVE)), Notices.AT);
    assertThat(first.address()).hasToString("http://127.0.0.1:9093/api/v2/alerts");
    JsonNode labels = json(first).get(0).get("labels");
    assertThat(labels.get("alertname").asText()).isEqualTo("ResidencyBreach");
    assertThat(json(again).get(0).get("labels")).isEqualTo(labels);
    assertThat(json(ended).get(0).get("labels")).isEqualTo(labels);
    assertThat(json(first).get(0).get("endsAt").asText()).isEqualTo("2026-09-21T14:17:20Z");
    assertThat(json(again).get(0).get("endsAt").asText()).isEqualTo("2026-09-21T14:18:20Z");
    assertThat(json(ended).get(0).get("endsAt").asText()).isEqualTo("2026-09-21T14:13:20Z");
    assertThat(AlertmanagerSink.AGAIN.multipliedBy(3)).isLessThan(java.time.Duration.ofMinutes(5));
  }

  @Test
  void a_webhook_is_signed_with_every_secret_over_id_time_and_body() throws Exception {
    String encoded = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    WebhookSink sink = new WebhookSink(ANY, List.of("new", encoded), Notices.WORDING);
    Payload payload = sink.payload(List.of(Notices.breach(NoticeKind.TRIGGER)), Notices.AT);
    assertThat(payload.headers())
        .containsEntry("webhook-id", "a41c09d2e77b3f10-1-1")
        .containsEntry("webhook-timestamp", "1790000000");
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] mine = WebhookSink.sign(key, "a41c09d2e77b3f10-1-1", "1790000000", payload.body());
    assertThat(payload.headers().get("webhook-signature").split(" "))
        .hasSize(2)
        .contains("v1," + Base64.getEncoder().encodeToString(mine));
    assertThat(json(payload).get("type").asText()).isEqualTo("alert.trigger");
    assertThat(json(payload).get("data").get("occurrences").asLong()).isEqualTo(1_234);
  }

  @Test
  void the_signature_is_that_of_the_specification() {
    // The example of Standard Webhooks' own libraries.
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(
            Base64.getEncoder()
                .encodeToString(
                    WebhookSink.sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)))
        .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }
}
