package dev.landfall.ingest.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.alert.Advice;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as Standard Webhooks describes it: id, time and signature in headers, under 20 KB.
 *
 * <p>Each secret signs, separated by a space, so that a receiver may change from one to the next.
 */
final class WebhookSink implements Sink {
  private static final int LARGEST = 20_000;
  private static final int TEXT = 500;
  private static final int LEAST_TEXT = 50;
  private static final int LINES = 10;
  private static final String PREFIX = "whsec_";

  private final URI address;
  private final List<String> secrets;
  private final Wording wording;

  WebhookSink(URI address, List<String> secrets, Wording wording) {
    this.address = address;
    this.secrets = List.copyOf(secrets);
    this.wording = wording;
  }

  @Override
  public Payload payload(List<Notice> notices, long now) {
    Message message = wording.of(notices.get(0));
    byte[] body = JsonBody.bytes(body(message, TEXT));
    for (int text = TEXT / 2; body.length >= LARGEST && text >= LEAST_TEXT; text /= 2) {
      body = JsonBody.bytes(body(message, text));
    }
    String id = message.notice().key();
    String seconds = String.valueOf(Math.floorDiv(now, 1000L));
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", seconds);
    if (!secrets.isEmpty()) {
      headers.put("webhook-signature", signatures(id, seconds, body));
    }
    return new Payload(address, headers, body);
  }

  private static ObjectNode body(Message message, int text) {
    Notice notice = message.notice();
    FindingRevision f = notice.finding();
    ObjectNode root = JsonBody.object();
    root.put("type", "alert." + notice.kind().id());
    root.put("timestamp", time(notice.at()));
    ObjectNode data = root.putObject("data");
    data.put("alert_id", notice.alertId());
    data.put("notice_key", notice.key());
    data.put("state", notice.state().id());
    data.put("rule", f.rule());
    data.put("severity", f.severity().id());
    data.put("canary", Wording.canary(f));
    put(data, "account", f.account(), text);
    put(data, "workload", f.workload(), text);
    put(data, "profile", f.profile() == null ? null : Advice.profile(f.profile()), text);
    put(data, "region", f.region(), text);
    data.put("occurrences", f.occurrences());
    data.put("first_seen_at", time(f.firstSeenAt()));
    data.put("last_seen_at", time(f.lastSeenAt()));
    data.put("opened_at", time(notice.openedAt()));
    put(data, "sample_request_id", f.sample(), text);
    data.put("title", Plain.line(message.title(), text));
    data.put("sentence", Plain.line(message.sentence(), text));
    ArrayNode facts = data.putArray("facts");
    message.facts().stream()
        .limit(LINES + 10)
        .forEach(
            fact ->
                facts
                    .addObject()
                    .put("heading", fact.heading())
                    .put("value", Plain.line(fact.value(), text)));
    put(data, "page", message.page(), text);
    data.put("runbook", message.runbook());
    return root;
  }

  private static void put(ObjectNode data, String name, @Nullable String value, int most) {
    data.put(name, value == null ? null : Plain.line(value, most));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private String signatures(String id, String seconds, byte[] body) {
    List<String> all = new ArrayList<>();
    for (String secret : secrets) {
      all.add("v1," + Base64.getEncoder().encodeToString(sign(key(secret), id, seconds, body)));
    }
    return String.join(" ", all);
  }

  private static byte[] key(String secret) {
    return secret.startsWith(PREFIX)
        ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] sign(byte[] key, String id, String seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
