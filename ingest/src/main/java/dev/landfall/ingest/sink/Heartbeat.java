package dev.landfall.ingest.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.alert.Reply;
import dev.landfall.ingest.config.HeartbeatConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Sends one sign of life. The address rules are those of sinks; the address is never said.
 *
 * <p>Alertmanager is sent an alert that always fires and whose end lies four beats, and two minutes
 * at least, ahead: when beats stay out it lapses, and whoever is routed by its absence is told.
 */
public final class Heartbeat {
  private static final Duration LEAST_END = Duration.ofMinutes(2);

  private final HeartbeatConfig config;
  private final URI address;
  private final String instance;
  private final HttpSender sender;

  /**
   * @param instance tells several services at one Alertmanager apart
   */
  public Heartbeat(HeartbeatConfig config, String instance, Duration timeout) {
    this.config = config;
    this.instance = instance;
    this.sender = new HttpSender(AddressGuard.usual(), timeout);
    URI url = URI.create(config.url().reveal());
    this.address =
        config.kind() == HeartbeatConfig.Kind.ALERTMANAGER ? AlertmanagerSink.alerts(url) : url;
  }

  /** Blocks for the timeout at most. */
  public Reply beat(long now) throws InterruptedException {
    return switch (config.kind()) {
      case GET -> sender.get(address, now);
      case POST -> sender.send(new Payload(address, Map.of(), body(now)), now);
      case ALERTMANAGER -> sender.send(new Payload(address, Map.of(), watchdog(now)), now);
    };
  }

  private byte[] body(long now) {
    return JsonBody.bytes(
        JsonBody.object()
            .put("service", "landfall")
            .put("instance", instance)
            .put("at", Instant.ofEpochMilli(now).toString()));
  }

  private byte[] watchdog(long now) {
    long ends = Math.max(LEAST_END.toMillis(), 4 * config.every().toMillis());
    ArrayNode alerts = JsonBody.array();
    ObjectNode alert = alerts.addObject();
    alert
        .putObject("labels")
        .put("alertname", "Watchdog")
        .put("service", "landfall")
        .put("severity", "none")
        .put("instance", Plain.line(instance, 200));
    alert
        .putObject("annotations")
        .put("summary", "Landfall is at work. This alert always fires; its absence is the alarm.");
    alert.put("endsAt", Instant.ofEpochMilli(now + ends).toString());
    return JsonBody.bytes(alerts);
  }
}
