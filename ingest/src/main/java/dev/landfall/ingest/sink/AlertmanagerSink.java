package dev.landfall.ingest.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.alert.Advice;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alertmanager's API v2. Its identity of an alert is the label set, so labels hold only what never
 * changes while an alert stands, severity excepted; counts and times are annotations.
 *
 * <p>A firing alert ends by itself unless it is told again: it is sent with an end some minutes
 * away and repeated well before that.
 */
final class AlertmanagerSink implements Sink {
  static final int BATCH = 64;

  /** How often a standing alert is told again; its end is four times as far away. */
  static final Duration AGAIN = Duration.ofSeconds(60);

  private static final Duration ENDS = AGAIN.multipliedBy(4);
  private static final Duration ONCE = Duration.ofHours(1);
  private static final int LABEL = 500;
  private static final int ANNOTATION = 1_000;

  private final URI address;
  private final Wording wording;

  AlertmanagerSink(URI base, Wording wording) {
    this.address = alerts(base);
    this.wording = wording;
  }

  /** Where alerts are posted, from the address of the server or of that place itself. */
  static URI alerts(URI base) {
    String text = base.toString();
    String path = "/api/v2/alerts";
    return text.endsWith(path)
        ? base
        : URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  @Override
  public Payload payload(List<Notice> notices, long now) {
    ArrayNode alerts = JsonBody.array();
    notices.forEach(notice -> alerts.add(alert(wording.of(notice), now)));
    return new Payload(address, Map.of(), JsonBody.bytes(alerts));
  }

  private ObjectNode alert(Message message, long now) {
    Notice notice = message.notice();
    ObjectNode alert = JsonBody.object();
    alert.set("labels", labels(notice));
    ObjectNode annotations = alert.putObject("annotations");
    annotations.put("summary", Plain.line(message.sentence(), ANNOTATION));
    annotations.put("description", description(message));
    annotations.put("finding", Plain.line(notice.finding().findingId(), ANNOTATION));
    annotations.put("count", String.valueOf(notice.finding().occurrences()));
    annotations.put("runbook_url", message.runbook());
    long starts = notice.openedAt();
    alert.put("startsAt", Instant.ofEpochMilli(starts).toString());
    alert.put("endsAt", Instant.ofEpochMilli(Math.max(starts, ends(notice, now))).toString());
    String page = message.page();
    if (page != null) {
      alert.put("generatorURL", page);
    }
    return alert;
  }

  private static long ends(Notice notice, long now) {
    return switch (notice.kind()) {
      case RESOLVE -> notice.at();
      case DIGEST, UNDELIVERED -> now + ONCE.toMillis();
      case TRIGGER, UPDATE, ACKNOWLEDGE, REFRESH -> now + ENDS.toMillis();
    };
  }

  private static ObjectNode labels(Notice notice) {
    FindingRevision f = notice.finding();
    ObjectNode labels = JsonBody.object();
    labels.put("alertname", name(notice));
    labels.put("severity", f.severity().id());
    labels.put("service", "landfall");
    if (notice.kind() == NoticeKind.DIGEST) {
      return labels;
    }
    if (notice.kind() == NoticeKind.UNDELIVERED) {
      labels.put("sink", PagerDutySink.refused(notice));
    }
    if (Wording.canary(f)) {
      labels.put("canary", "true");
    }
    labels.put("finding", f.findingId());
    put(labels, "account", f.account());
    put(labels, "workload", f.workload());
    put(labels, "profile", f.profile() == null ? null : Advice.profile(f.profile()));
    put(labels, "region", f.region());
    return labels;
  }

  /** Always there, so that inhibition rules may compare it; empty where the finding has none. */
  private static void put(ObjectNode labels, String name, @Nullable String value) {
    labels.put(name, Plain.line(value, LABEL));
  }

  /** {@code residency-breach} is ResidencyBreach. */
  private static String name(Notice notice) {
    if (notice.kind() == NoticeKind.DIGEST) {
      return "LandfallDigest";
    }
    StringBuilder name = new StringBuilder();
    for (String part : notice.finding().rule().split("-")) {
      if (!part.isEmpty()) {
        name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    return (notice.kind() == NoticeKind.UNDELIVERED ? "LandfallUndelivered" : "") + name;
  }

  private static String description(Message message) {
    StringBuilder text = new StringBuilder();
    for (Message.Fact fact : message.facts()) {
      text.append(fact.heading()).append(": ").append(Plain.line(fact.value(), ANNOTATION));
      text.append(". ");
      if (text.length() > 4 * ANNOTATION) {
        break;
      }
    }
    return text.toString().strip();
  }
}
