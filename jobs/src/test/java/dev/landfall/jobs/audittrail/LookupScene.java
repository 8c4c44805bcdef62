package dev.landfall.jobs.audittrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.servers.EventHistoryServer;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Management events of generated traffic, as objects of a folder and as an event history: the same
 * events once each, in both.
 */
final class LookupScene {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SOURCES =
      Set.of(
          "bedrock.amazonaws.com", "cloudtrail.amazonaws.com", "bedrock-agentcore.amazonaws.com");
  static final Duration SPAN = Duration.ofHours(1);

  private final Path home;
  private final List<JsonNode> events;
  final HurriedClock clock;

  private LookupScene(Path home, List<JsonNode> events, HurriedClock clock) {
    this.home = home;
    this.events = events;
    this.clock = clock;
  }

  static LookupScene generated(Path home, int events) throws IOException {
    Path made = home.resolve("made");
    new Generator(
            GeneratorOptions.of(made, events * 3L, 5)
                .withSpan(SPAN)
                .withBodyBytes(1_000)
                .withDamage(false)
                .withWorkers(0))
        .run();
    List<JsonNode> found = managementEvents(made.resolve("logs"));
    if (found.size() < events) {
      throw new IllegalStateException("only " + found.size() + " events were made");
    }
    List<JsonNode> some = found.subList(0, events);
    Instant now = GeneratorOptions.USUAL_START.plus(Duration.ofDays(1));
    LookupScene scene =
        new LookupScene(
            home, some, new HurriedClock(now.toEpochMilli() - Clock.systemUTC().millis()));
    scene.write(home.resolve("objects"));
    return scene;
  }

  private static List<JsonNode> managementEvents(Path logs) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    try (var files = Files.walk(logs)) {
      for (Path file :
          files
              .filter(f -> f.toString().contains("/CloudTrail/"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList()) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
          for (JsonNode event : JSON.readTree(in).path("Records")) {
            boolean data = event.path("eventCategory").asText().equals("Data");
            if (!data
                && SOURCES.contains(event.path("eventSource").asText())
                && ids.add(event.path("eventID").asText())) {
              found.add(event);
            }
          }
        }
      }
    }
    // the rare ones first, so that some of each kind are among those taken
    found.sort(
        Comparator.comparing(
                (JsonNode event) -> event.path("eventName").asText().contains("onvers"))
            .thenComparing(event -> event.path("eventName").asText().startsWith("InvokeModel")));
    return found;
  }

  private void write(Path folder) throws IOException {
    Path day =
        Files.createDirectories(
            folder.resolve("AWSLogs/111122223333/CloudTrail/ap-southeast-6/2026/11/02"));
    for (int from = 0; from < events.size(); from += 250) {
      ArrayNode records = JSON.createArrayNode();
      events.subList(from, Math.min(from + 250, events.size())).forEach(records::add);
      Path file =
          day.resolve(
              "111122223333_CloudTrail_ap-southeast-6_20261102T01%02dZ_abcdefghijklmnop.json.gz"
                  .formatted(from / 250));
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(JSON.writeValueAsBytes(JSON.createObjectNode().set("Records", records)));
      }
    }
  }

  EventHistoryServer server() throws IOException {
    EventHistoryServer server = new EventHistoryServer(clock::millis, clock::nanos);
    for (JsonNode event : events) {
      server.add(
          event.path("eventID").asText(),
          event.path("eventName").asText(),
          event.path("eventSource").asText(),
          Instant.parse(event.path("eventTime").asText()).toEpochMilli(),
          0,
          event.toString());
    }
    return server;
  }

  String objects() {
    return "{ type: directory, path: " + home.resolve("objects") + " }";
  }

  static String history(EventHistoryServer server) {
    return "{ type: cloudtrail-lookup, region: ap-southeast-6, endpoint: \"%s\", since: 1442m, every: 5s }"
        .formatted(server.endpoint());
  }

  /** The generated configuration, with these sources, a second between checkpoints, two tasks. */
  Settings into(Path lake, String... sources) throws Exception {
    String made = Files.readString(home.resolve("made/landfall.yaml"));
    String yaml =
        made.replace("lake: ./lake", "lake: " + lake)
                .replaceAll("(?m)^sources:\n.*$", "sources: [" + String.join(", ", sources) + "]")
            + "job: { parallelism: 2, checkpoint_interval: 1s, poll_interval: 100ms }\n";
    Path file = Files.createTempFile(home.resolve("made"), "landfall", ".yaml");
    Files.writeString(file, yaml);
    LandfallConfig config = LandfallConfig.read(file, Map.of());
    Settings settings = Settings.of(config, PolicyFile.read(config.policy()), Catalogue.shipped());
    return new Settings(
        config, settings.policy(), settings.catalogue(), settings.silentAfter(), clock);
  }
}
