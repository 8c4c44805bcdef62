package dev.landfall.ingest.generate;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads generated logs as trees, slowly and by the plainest rules, and counts what is there: a
 * second opinion on the truth that shares no code with what wrote it.
 */
final class Reread {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> INFERENCE =
      Set.of(
          "Converse",
          "ConverseStream",
          "InvokeModel",
          "InvokeModelWithResponseStream",
          "CreateInference");
  private static final Set<String> CHANGES =
      Set.of(
          "DeleteModelInvocationLoggingConfiguration",
          "PutModelInvocationLoggingConfiguration",
          "StopLogging",
          "PutEventSelectors");
  private static final Set<String> SURFACES = Set.of("CreateModelInvocationJob", "InvokeAgent");

  /** All that is said of one call. */
  static final class Seen {
    final Set<String> kinds = new TreeSet<>();
    final SortedMap<String, String> trailRegions = new TreeMap<>();
    String logRegion = "";

    Set<String> trail() {
      Map<String, String> said = new TreeMap<>(trailRegions);
      if (said.containsKey("addendum")) {
        said.remove("api");
      }
      return new TreeSet<>(said.values());
    }
  }

  final List<Path> objects = new ArrayList<>();
  final Map<String, Seen> calls = new HashMap<>();
  final SortedMap<String, Long> ignored = new TreeMap<>();
  final SortedSet<String> eventIds = new TreeSet<>();
  final Set<String> principals = new HashSet<>();
  final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
  long records;
  long witnesses;
  long duplicates;
  long addenda;
  long changes;
  long rejected;
  long rawBytes;
  private boolean cutOff;

  static Reread of(Path logs) throws IOException {
    Reread reread = new Reread();
    try (Stream<Path> files = Files.walk(logs)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        reread.object(file);
      }
    }
    return reread;
  }

  private void object(Path file) throws IOException {
    String path = file.toString().replace('\\', '/');
    if (path.contains("/data/") || path.contains("-Digest/") || !path.endsWith(".json.gz")) {
      return;
    }
    objects.add(file);
    byte[] bytes = unpack(file);
    rawBytes += bytes.length;
    if (path.contains("/CloudTrail/")) {
      trail(bytes);
    } else {
      log(bytes);
    }
    if (cutOff) {
      rejected++;
      records++;
    }
  }

  private byte[] unpack(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    cutOff = false;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] some = new byte[4096];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
      }
    } catch (EOFException cut) {
      cutOff = true;
    }
    return all.toByteArray();
  }

  private void trail(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      parser.nextToken();
      if (!"Records".equals(parser.currentName()) || parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IllegalStateException("a CloudTrail object begins with its list of records");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        event(JSON.readTree(parser));
        records++;
      }
    } catch (JsonEOFException cut) {
      if (!cutOff) {
        throw cut;
      }
    }
  }

  private void event(JsonNode event) {
    String name = event.path("eventName").asText();
    String source = event.path("eventSource").asText();
    eventIds.add(event.path("eventID").asText());
    if (CHANGES.contains(name)) {
      changes++;
    } else if (!source.startsWith("bedrock")) {
      ignored.merge("not-bedrock", 1L, Long::sum);
    } else if (SURFACES.contains(name)) {
      ignored.merge("surface", 1L, Long::sum);
    } else if (name.equals("ApplyGuardrail")) {
      ignored.merge("guardrail-check", 1L, Long::sum);
    } else if (!INFERENCE.contains(name)) {
      ignored.merge("control-plane", 1L, Long::sum);
    } else {
      call(event);
    }
  }

  private void call(JsonNode event) {
    boolean completion = event.path("eventType").asText().equals("AwsServiceEvent");
    JsonNode details = event.path("serviceEventDetails");
    String request =
        (completion ? details.path("parentRequestId") : event.path("requestID")).asText();
    String account =
        event.path("recipientAccountId").asText(event.at("/userIdentity/accountId").asText());
    String region =
        (completion
                ? details.at("/AdditionalEventData/additionalEntries/inferenceRegion")
                : event.at("/additionalEventData/inferenceRegion"))
            .asText();
    boolean addendum = event.at("/addendum/reason").asText().equals("UPDATED_DATA");
    String kind = addendum ? "addendum" : completion ? "completion" : "api";
    principals.add(event.at("/userIdentity/arn").asText());
    Seen seen = seen(account, request);
    if (!region.isEmpty()) {
      seen.trailRegions.put(kind, region);
    }
    if (addendum) {
      addenda++;
    } else {
      count(seen, kind);
    }
  }

  private void log(byte[] bytes) throws IOException {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i == lines.length - 1) {
        continue; // after the last line end there is nothing, or the cut
      }
      records++;
      try {
        JsonNode line = JSON.readTree(lines[i]);
        Seen seen = seen(line.path("accountId").asText(), line.path("requestId").asText());
        if (line.has("inferenceRegion")) {
          seen.logRegion = line.path("inferenceRegion").asText();
        }
        count(seen, "log");
      } catch (JsonParseException broken) {
        rejected++;
      }
      bodies.writeBytes(lines[i].getBytes(StandardCharsets.UTF_8));
    }
  }

  private Seen seen(String account, String request) {
    return calls.computeIfAbsent(account + '/' + request, key -> new Seen());
  }

  private void count(Seen seen, String kind) {
    if (seen.kinds.add(kind)) {
      witnesses++;
    } else {
      duplicates++;
    }
  }
}
