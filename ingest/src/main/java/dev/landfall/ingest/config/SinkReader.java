package dev.landfall.ingest.config;

import dev.landfall.ingest.config.SinkConfig.SinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code sinks:} and {@code routes:}. Addresses and keys count as secrets. */
final class SinkReader {
  private static final Map<String, SinkType> TYPES =
      Map.of(
          "pagerduty", SinkType.PAGERDUTY,
          "slack", SinkType.SLACK,
          "webhook", SinkType.WEBHOOK,
          "alertmanager", SinkType.ALERTMANAGER);

  private SinkReader() {}

  static List<SinkConfig> sinks(Value value) throws ConfigProblem {
    Map<String, SinkConfig> byId = new TreeMap<>();
    List<SinkConfig> sinks = new ArrayList<>();
    for (Value item : value.list()) {
      SinkConfig sink = sink(item);
      if (byId.put(sink.id(), sink) != null) {
        throw item.problem("the id '" + sink.id() + "' is taken by an earlier sink");
      }
      sinks.add(sink);
    }
    return sinks;
  }

  private static SinkConfig sink(Value item) throws ConfigProblem {
    Value type = item.entries().get("type");
    if (type == null) {
      throw item.problem("the key 'type' is missing");
    }
    SinkType kind = type.oneOf(TYPES);
    Section sink =
        switch (kind) {
          case PAGERDUTY -> item.section("id", "type", "routing_key", "url");
          case WEBHOOK -> item.section("id", "type", "url", "secret");
          case SLACK, ALERTMANAGER -> item.section("id", "type", "url");
        };
    return new SinkConfig(
        sink.need("id").text(Words.ID, Words.AN_ID),
        kind,
        url(sink, kind).orElse(null),
        kind == SinkType.PAGERDUTY ? sink.need("routing_key").secret() : null,
        sink.read("secret", Value::secret).orElse(null));
  }

  private static Optional<Secret> url(Section sink, SinkType kind) throws ConfigProblem {
    if (kind == SinkType.PAGERDUTY && sink.get("url").isEmpty()) {
      return Optional.empty();
    }
    Secret url = sink.need("url").secret();
    if (!url.reveal().matches("https?://[^\\s/]+.*")) {
      // Not shown: such addresses carry their own password.
      throw sink.need("url").problem("the value is not an address that starts with http");
    }
    return Optional.of(url);
  }

  static List<RouteConfig> routes(Value value, List<SinkConfig> sinks) throws ConfigProblem {
    Map<String, String> ids = new TreeMap<>();
    sinks.forEach(sink -> ids.put(sink.id(), sink.id()));
    List<RouteConfig> routes = new ArrayList<>();
    for (Value item : value.list()) {
      Section route = item.section("finding", "min_severity", "sinks");
      List<String> to = new ArrayList<>();
      for (Value sink : route.need("sinks").list()) {
        to.add(sink.oneOf(ids));
      }
      routes.add(
          new RouteConfig(
              route.read("finding", v -> v.oneOf(Known.FINDINGS)).orElse(null),
              route.read("min_severity", v -> v.oneOf(Known.SEVERITIES)).orElse(null),
              to));
    }
    return routes;
  }
}
