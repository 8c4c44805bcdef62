package dev.landfall.ingest.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.detect.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty Events API v2: one event for each notice, incidents joined by a stable key.
 *
 * <p>Limits: 255 characters of a key, 1,024 of a summary, 512 KB in all.
 */
final class PagerDutySink implements Sink {
  static final URI USUAL = URI.create("https://events.pagerduty.com/v2/enqueue");
  private static final int SUMMARY = 1_024;
  private static final int KEY = 255;
  private static final int DETAIL = 1_000;
  private static final int DETAILS = 40;

  private final URI address;
  private final String routingKey;
  private final Wording wording;

  PagerDutySink(URI address, String routingKey, Wording wording) {
    this.address = address;
    this.routingKey = routingKey;
    this.wording = wording;
  }

  @Override
  public Payload payload(List<Notice> notices, long now) {
    Message message = wording.of(notices.get(0));
    Notice notice = message.notice();
    ObjectNode root = JsonBody.object();
    root.put("routing_key", routingKey);
    root.put("event_action", action(notice.kind()));
    root.put("dedup_key", key(notice));
    if (notice.kind() != NoticeKind.ACKNOWLEDGE && notice.kind() != NoticeKind.RESOLVE) {
      root.set("payload", event(message));
      root.put("client", "Landfall");
      String page = message.page();
      if (page != null) {
        root.put("client_url", page);
        ArrayNode links = root.putArray("links");
        links.addObject().put("href", page).put("text", "The finding");
        links.addObject().put("href", message.runbook()).put("text", "Runbook");
      }
    }
    return new Payload(address, Map.of(), JsonBody.bytes(root));
  }

  private static ObjectNode event(Message message) {
    FindingRevision f = message.notice().finding();
    ObjectNode event = JsonBody.object();
    event.put("summary", Plain.line(message.sentence(), SUMMARY));
    event.put("source", Plain.line(source(f), DETAIL));
    event.put("severity", severity(message.notice()));
    event.put("timestamp", Instant.ofEpochMilli(message.notice().at()).toString());
    event.put("component", "bedrock");
    if (f.workload() != null) {
      event.put("group", Plain.line(f.workload(), DETAIL));
    }
    event.put("class", Plain.line(f.rule(), DETAIL));
    ObjectNode details = event.putObject("custom_details");
    for (Message.Fact fact : message.facts()) {
      String heading = fact.heading();
      for (int n = 2; details.has(heading); n++) {
        heading = fact.heading() + " " + n;
      }
      if (details.size() < DETAILS) {
        details.put(heading, Plain.line(fact.value(), DETAIL));
      }
    }
    if (Wording.canary(f)) {
      details.put("Canary", "yes");
    }
    details.put("Finding", f.findingId());
    details.put("Runbook", message.runbook());
    return event;
  }

  private static String action(NoticeKind kind) {
    return switch (kind) {
      case ACKNOWLEDGE -> "acknowledge";
      case RESOLVE -> "resolve";
      case TRIGGER, UPDATE, DIGEST, UNDELIVERED, REFRESH -> "trigger";
    };
  }

  /** The alert's own key, so that all that is told of it joins one incident. */
  private static String key(Notice notice) {
    String key =
        switch (notice.kind()) {
          case DIGEST -> notice.key();
          case UNDELIVERED -> "undelivered-" + refused(notice);
          default -> notice.alertId();
        };
    return Plain.line("landfall-" + key, KEY);
  }

  /** The sink that did not take it, from the notice's key. */
  static String refused(Notice notice) {
    String mark = "-undelivered-";
    int at = notice.key().lastIndexOf(mark);
    return at < 0 ? "" : notice.key().substring(at + mark.length());
  }

  private static String severity(Notice notice) {
    if (notice.kind() == NoticeKind.UNDELIVERED
        && notice.finding().severity() != Severity.CRITICAL) {
      return "error";
    }
    return switch (notice.finding().severity()) {
      case CRITICAL -> "critical";
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  private static String source(FindingRevision f) {
    return "aws:"
        + (f.account() == null ? "-" : f.account())
        + ":"
        + (f.region() == null ? "-" : f.region());
  }
}
