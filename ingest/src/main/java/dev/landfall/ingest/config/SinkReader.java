package dev.landfall.ingest.config;

import dev.landfall.ingest.config.SinkConfig.SinkType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
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
          case PAGERDUTY -> item.section("id", "type", "routing_key", "url", "per_second");
          case WEBHOOK -> item.section("id", "type", "url", "secret", "per_second");
          case SLACK, ALERTMANAGER -> item.section("id", "type", "url", "per_second");
        };
    return new SinkConfig(
        sink.need("id").text(Words.ID, Words.AN_ID),
        kind,
        url(sink, kind).orElse(null),
        kind == SinkType.PAGERDUTY ? sink.need("routing_key").secret() : null,
        sink.read("secret", List.of(), SinkReader::secrets),
        sink.read("per_second", v -> (int) v.whole(1, 10_000)).orElse(null));
  }

  /** One secret, or a list of them while they are changed. */
  private static List<Secret> secrets(Value value) throws ConfigProblem {
    if (!value.isList()) {
      return List.of(secret(value));
    }
    List<Secret> secrets = new ArrayList<>();
    for (Value item : value.list()) {
      secrets.add(secret(item));
    }
    if (secrets.isEmpty()) {
      throw value.problem("name at least one secret, or leave the key out");
    }
    return secrets;
  }

  private static Secret secret(Value value) throws ConfigProblem {
    Secret secret = value.secret();
    String text = secret.reveal();
    if (text.startsWith("whsec_")) {
      try {
        byte[] key = Base64.getDecoder().decode(text.substring("whsec_".length()));
        if (key.length == 0) {
          throw value.problem("the secret is empty behind whsec_");
        }
      } catch (IllegalArgumentException e) {
        throw value.problem("a secret that starts with whsec_ goes on in base64");
      }
    }
    return secret;
  }

  private static Optional<Secret> url(Section sink, SinkType kind) throws ConfigProblem {
    if (kind == SinkType.PAGERDUTY && sink.get("url").isEmpty()) {
      return Optional.empty();
    }
    Secret url = sink.need("url").secret();
    if (!isAddress(url.reveal())) {
      // Not shown: such addresses carry their own password.
      throw sink.need("url").problem("the value is not an address that starts with http");
    }
    return Optional.of(url);
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return text.matches("https?://.*") && address.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static List<RouteConfig> routes(Value value, List<SinkConfig> sinks) throws ConfigProblem {
    Map<String, String> ids = new TreeMap<>();
    sinks.forEach(sink -> ids.put(sink.id(), sink.id()));
    List<RouteConfig> routes = new ArrayList<>();
    for (Value item : value.list()) {
      Section route = item.section("finding", "min_severity", "workload", "account", "sinks");
      List<String> to = new ArrayList<>();
      for (Value sink : route.need("sinks").list()) {
        to.add(sink.oneOf(ids));
      }
      routes.add(
          new RouteConfig(
              route.read("finding", v -> v.oneOf(Known.FINDINGS)).orElse(null),
              route.read("min_severity", v -> v.oneOf(Known.SEVERITIES)).orElse(null),
              route.read("workload", v -> v.text(Words.ID, Words.AN_ID)).orElse(null),
              route.read("account", v -> v.text(Words.ACCOUNT, Words.AN_ACCOUNT)).orElse(null),
              to));
    }
    return routes;
  }
}
