package dev.landfall.ingest.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Names that try to break out of a message: within each sink's limits, and inert. */
class PayloadFuzzTest {
  private static final URI ANY = URI.create("http://127.0.0.1:9/x");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Schema ALERTMANAGER = alertmanager();

  /** The definition of what may be posted, out of Alertmanager's own description. */
  private static Schema alertmanager() {
    try {
      String yaml = Files.readString(Path.of("src/test/resources/alertmanager/openapi.yaml"));
      Map<?, ?> api = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
      Map<String, Object> schema =
          Map.of(
              "$schema", "http://json-schema.org/draft-04/schema#",
              "$ref", "#/definitions/postableAlerts",
              "definitions", api.get("definitions"));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
          .getSchema(MAPPER.writeValueAsString(schema), InputFormat.JSON);
    } catch (IOException e) {
      throw new IllegalStateException("the description lies beside the tests", e);
    }
  }

  private static List<com.networknt.schema.Error> faults(String body) {
    return ALERTMANAGER.validate(
        body,
        InputFormat.JSON,
        context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> hostile =
        Arbitraries.of(
            "<!channel>",
            "<@U123>",
            "<https://evil.example|click>",
            "&lt;!here&gt;",
            "*bold*_it_~no~`code`",
            "\uD83D\uDE80\uD83C\uDDF3\uD83C\uDDFF",
            "\u202Egnp.exe\u202C",
            "\u0645\u0631\u062D\u0628\u0627",
            "\u200B\u2066x\u2069",
            "\n\r\n\u0000\u2028",
            "\uD800",
            "\"}],\"text\":\"x",
            "&".repeat(900),
            "<".repeat(5_000),
            "\uD842\uDFB7".repeat(4_000));
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(300);
    return Arbitraries.oneOf(hostile, any)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join("", parts));
  }

  private static Notice notice(NoticeKind kind, String workload, String profile, String line) {
    return Notices.of(
        kind,
        "a41c09d2e77b3f10",
        "residency-breach",
        workload,
        profile,
        profile,
        List.of(line, line, line));
  }

  @Property(tries = 300)
  void slack_stays_inside_its_limits_and_nothing_is_called(
      @ForAll("names") String workload,
      @ForAll("names") String profile,
      @ForAll("names") String line,
      @ForAll NoticeKind kind)
      throws IOException {
    Payload payload =
        new SlackSink(ANY, Notices.WORDING)
            .payload(List.of(notice(kind, workload, profile, line)), Notices.AT);
    JsonNode root = MAPPER.readTree(payload.body());
    assertThat(root.get("blocks").size()).isBetween(1, 50);
    assertThat(root.toString().length()).isLessThan(13_000);
    root.findParents("text").forEach(PayloadFuzzTest::inertText);
    for (JsonNode block : root.get("blocks")) {
      if (block.has("fields")) {
        assertThat(block.get("fields").size()).isBetween(1, 10);
        block.get("fields").forEach(f -> assertThat(f.get("text").asText()).hasSizeLessThan(2_001));
      }
      if (block.get("type").asText().equals("header")) {
        assertThat(block.get("text").get("text").asText()).hasSizeLessThan(151);
      }
      if (block.get("type").asText().equals("section") && block.has("text")) {
        assertThat(block.get("text").get("type").asText()).isEqualTo("plain_text");
        assertThat(block.get("text").get("text").asText()).hasSizeBetween(1, 3_000);
      }
    }
  }

  private static void inertText(JsonNode parent) {
    JsonNode text = parent.get("text");
    if (text.isTextual()) {
      assertThat(text.asText()).doesNotContain("<", ">");
      assertThat(text.asText().replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
      assertThat(text.asText()).doesNotContain("\u202E", "\u2066", "\u200B", "\u0000");
      assertWhole(text.asText());
    }
  }

  /** No half of a character at a cut. */
  private static void assertWhole(String text) {
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Property(tries = 200)
  void pagerduty_stays_inside_its_limits(
      @ForAll("names") String workload,
      @ForAll("names") String profile,
      @ForAll("names") String line,
      @ForAll NoticeKind kind)
      throws IOException {
    Payload payload =
        new PagerDutySink(ANY, "key", Notices.WORDING)
            .payload(List.of(notice(kind, workload, profile, line)), Notices.AT);
    JsonNode root = MAPPER.readTree(payload.body());
    assertThat(payload.body().length).isLessThan(512_000);
    assertThat(root.get("dedup_key").asText()).hasSizeBetween(1, 255);
    assertThat(List.of("trigger", "acknowledge", "resolve"))
        .contains(root.get("event_action").asText());
    if (root.has("payload")) {
      assertThat(root.get("payload").get("summary").asText()).hasSizeBetween(1, 1_024);
      assertWhole(root.get("payload").get("summary").asText());
      assertThat(List.of("critical", "error", "warning", "info"))
          .contains(root.get("payload").get("severity").asText());
    }
  }

  @Property(tries = 200)
  void alertmanager_takes_what_we_post_by_its_own_description(
      @ForAll("names") String workload,
      @ForAll("names") String profile,
      @ForAll("names") String line,
      @ForAll NoticeKind kind)
      throws IOException {
    Payload payload =
        new AlertmanagerSink(URI.create("http://127.0.0.1:9093"), Notices.WORDING)
            .payload(List.of(notice(kind, workload, profile, line)), Notices.AT);
    String body = new String(payload.body(), StandardCharsets.UTF_8);
    assertThat(faults(body)).isEmpty();
    JsonNode alert = MAPPER.readTree(body).get(0);
    assertThat(alert.get("startsAt").asText()).isLessThanOrEqualTo(alert.get("endsAt").asText());
  }

  @Test
  void the_description_refuses_what_is_wrong() {
    assertThat(faults("[{\"annotations\":{}}]")).isNotEmpty();
    assertThat(faults("[{\"labels\":{\"a\":1}}]")).isNotEmpty();
    assertThat(faults("[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"yesterday\"}]")).isNotEmpty();
  }

  @Property(tries = 200)
  void a_webhook_stays_below_twenty_kilobytes(
      @ForAll("names") String workload,
      @ForAll("names") String profile,
      @ForAll("names") String line,
      @ForAll NoticeKind kind) {
    Payload payload =
        new WebhookSink(ANY, List.of("s"), Notices.WORDING)
            .payload(List.of(notice(kind, workload, profile, line)), Notices.AT);
    assertThat(payload.body().length).isLessThan(20_000);
  }
}
