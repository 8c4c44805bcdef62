package dev.landfall.ingest.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes {@code truth.json}: names and meanings of {@code replay --json} where they exist there.
 *
 * <p>Shape: rows are sorted by their keys, so that the same traffic gives the same bytes. {@code
 * tokens_by_region} has the key {@code none} for calls whose Region may not be said; {@code burn}
 * is that of every call whose model and tokens are stated. {@code bytes_raw} is what a reader gets
 * by decompressing, up to the cut where an object is cut off. {@code evidence_gaps} counts the
 * planted changes per account, Region and kind, and the damaged objects; which of the changes
 * narrow what is logged, and gaps that rest on thresholds, are not judged here. {@code
 * throttle_episodes} says of each planted episode which quota the generator's limiter refused by.
 */
final class TruthFile {
  private static final String NONE = "none";

  private final JsonGenerator json;
  private final Truth truth;

  private TruthFile(JsonGenerator json, Truth truth) {
    this.json = json;
    this.truth = truth;
  }

  static void write(Path file, Truth truth, GeneratorOptions options, LogTree tree)
      throws IOException {
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(Files.newBufferedWriter(file))) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new TruthFile(json, truth).write(options, tree);
    }
  }

  private void write(GeneratorOptions options, LogTree tree) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seed", options.seed());
    json.writeStringField("from", options.start().toString());
    json.writeStringField("to", options.start().plus(options.span()).toString());
    json.writeNumberField("files", tree.files());
    json.writeNumberField("bytes_raw", tree.rawBytes());
    json.writeNumberField("bytes_stored", tree.storedBytes());
    sums();
    findings();
    tokensByRegion();
    callsByFlow();
    quotaMinutes();
    episodes(options);
    counts("planted", truth.planted);
    damaged(options);
    json.writeArrayFieldStart("canaries");
    for (String place :
        new String[] {"PROMPT", "COMPLETION", "ERROR", "METADATA", "GUARDRAIL", "BROKEN"}) {
      json.writeString(options.canary() + '-' + place);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void sums() throws IOException {
    json.writeNumberField("records_read", truth.records());
    json.writeNumberField("calls", truth.calls);
    counts("pairing", truth.pairing);
    counts("verdicts", truth.verdicts);
    json.writeNumberField("witnesses", truth.witnesses);
    json.writeNumberField("duplicates", truth.duplicates);
    json.writeNumberField("addenda", truth.addenda);
    json.writeNumberField("changes", truth.changes);
    counts("ignored", truth.ignored);
    json.writeNumberField("rejected", truth.rejected);
    json.writeNumberField("late", 0);
    json.writeNumberField("throttled", truth.throttled);
    json.writeNumberField("breach_calls", truth.breachCalls);
  }

  private void findings() throws IOException {
    json.writeObjectFieldStart("findings");
    for (Map.Entry<String, SortedSet<String>> rule : truth.findings.entrySet()) {
      json.writeNumberField(rule.getKey(), rule.getValue().size());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("finding_keys");
    for (Map.Entry<String, SortedSet<String>> rule : truth.findings.entrySet()) {
      json.writeArrayFieldStart(rule.getKey());
      for (String key : rule.getValue()) {
        json.writeString(key);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("evidence_gaps");
    for (Map.Entry<String, SortedSet<String>> kind : truth.changesByKind.entrySet()) {
      json.writeNumberField(kind.getKey(), kind.getValue().size());
    }
    json.writeNumberField("damaged-object", truth.damaged.size());
    json.writeEndObject();
  }

  private void tokensByRegion() throws IOException {
    SortedMap<String, long[]> byRegion = new TreeMap<>();
    for (Truth.LaneSums sums : truth.lanes) {
      for (Map<String, long[]> flows : sums.flows.values()) {
        flows.forEach((region, flow) -> add(byRegion, region.isEmpty() ? NONE : region, flow));
      }
    }
    json.writeObjectFieldStart("tokens_by_region");
    for (Map.Entry<String, long[]> entry : byRegion.entrySet()) {
      long[] sums = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      json.writeNumberField("input", sums[Truth.INPUT]);
      json.writeNumberField("output", sums[Truth.OUTPUT]);
      json.writeNumberField("cache_read", sums[Truth.CACHE_READ]);
      json.writeNumberField("cache_write", sums[Truth.CACHE_WRITE]);
      json.writeNumberField("burn", sums[Truth.BURN]);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void callsByFlow() throws IOException {
    SortedMap<String, long[]> rows = new TreeMap<>();
    for (Truth.LaneSums sums : truth.lanes) {
      sums.flows.forEach(
          (verdict, flows) ->
              flows.forEach(
                  (region, flow) -> add(rows, flowKey(sums.lane, region, verdict), flow)));
    }
    json.writeArrayFieldStart("calls_by_flow");
    for (Map.Entry<String, long[]> row : rows.entrySet()) {
      String[] key = row.getKey().split("\\|", -1);
      json.writeStartObject();
      json.writeStringField("source_region", key[0]);
      if (key[1].isEmpty()) {
        json.writeNullField("inference_region");
      } else {
        json.writeStringField("inference_region", key[1]);
      }
      json.writeStringField("verdict", key[2]);
      json.writeStringField("workload", key[3]);
      json.writeNumberField("calls", row.getValue()[Truth.CALLS]);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void quotaMinutes() throws IOException {
    SortedMap<String, SortedMap<Long, long[]>> rows = new TreeMap<>();
    for (Truth.LaneSums sums : truth.lanes) {
      Lane lane = sums.lane;
      String key =
          String.join(
              "|", lane.account(), lane.source(), "" + lane.model(), "" + lane.kind().quotaRow);
      SortedMap<Long, long[]> minutes = rows.computeIfAbsent(key, k -> new TreeMap<>());
      sums.quota.forEach((minute, quota) -> add(minutes, minute, quota));
    }
    json.writeArrayFieldStart("settled_by_quota_minute");
    for (Map.Entry<String, SortedMap<Long, long[]>> row : rows.entrySet()) {
      String[] key = row.getKey().split("\\|", -1);
      for (Map.Entry<Long, long[]> minute : row.getValue().entrySet()) {
        json.writeStartObject();
        json.writeStringField("account", key[0]);
        json.writeStringField("source_region", key[1]);
        json.writeStringField("model", key[2]);
        json.writeStringField("quota_row", key[3]);
        json.writeStringField("minute", Instant.ofEpochSecond(minute.getKey() * 60).toString());
        json.writeNumberField("settled_tokens", minute.getValue()[Truth.SETTLED]);
        json.writeNumberField("requests", minute.getValue()[Truth.REQUESTS]);
        json.writeNumberField("throttled", minute.getValue()[Truth.THROTTLED]);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void episodes(GeneratorOptions options) throws IOException {
    json.writeArrayFieldStart("throttle_episodes");
    for (Episode episode : truth.episodes) {
      Lane lane = episode.row().lane();
      json.writeStartObject();
      json.writeStringField("account", lane.account());
      json.writeStringField("source_region", lane.source());
      json.writeStringField("model", lane.model());
      json.writeStringField("quota_row", lane.kind().quotaRow);
      json.writeStringField("from", Instant.ofEpochMilli(episode.from()).toString());
      json.writeStringField("to", Instant.ofEpochMilli(episode.to()).toString());
      json.writeStringField("kind", episode.row().kind().text);
      json.writeStringField("minute", options.clockMinute() ? "clock" : "rolling");
      json.writeObjectFieldStart("refused");
      for (Map.Entry<Limiter.Kind, Integer> kind : episode.refused().entrySet()) {
        json.writeNumberField(kind.getKey().text, kind.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void damaged(GeneratorOptions options) throws IOException {
    TreeSet<String> objects = new TreeSet<>();
    for (Path object : truth.damaged) {
      objects.add(options.out().relativize(object).toString().replace('\\', '/'));
    }
    json.writeArrayFieldStart("damaged_objects");
    for (String object : objects) {
      json.writeString(object);
    }
    json.writeEndArray();
  }

  private void counts(String name, Map<?, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<?, Long> entry : counts.entrySet()) {
      json.writeNumberField(entry.getKey().toString(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static String flowKey(Lane lane, String region, Verdict verdict) {
    return String.join("|", lane.source(), region, verdict.name(), lane.workload());
  }

  private static <K> void add(SortedMap<K, long[]> sums, K key, long[] more) {
    long[] sum = sums.computeIfAbsent(key, k -> new long[more.length]);
    for (int i = 0; i < more.length; i++) {
      sum[i] += more[i];
    }
  }
}
