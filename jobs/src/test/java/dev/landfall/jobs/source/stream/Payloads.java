package dev.landfall.jobs.source.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Logs in AWS's S3 layout as a stream gets them: CloudTrail records one by one in EventBridge's
 * envelope, invocation-log records in gzip subscriptions of CloudWatch Logs.
 */
public final class Payloads {
  private static final int MESSAGES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Payloads() {}

  public static List<byte[]> of(Path logs) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(logs)) {
      for (Path file : walk.filter(Payloads::isLog).sorted().toList()) {
        if (file.toString().contains("/CloudTrail/")) {
          trail(file, payloads);
        } else {
          invocations(file, payloads);
        }
      }
    }
    return payloads;
  }

  /** The same with several events in one record, as lines; what is packed stays as it is. */
  public static List<byte[]> asLines(List<byte[]> payloads) {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    int held = 0;
    for (byte[] payload : payloads) {
      if (payload[0] != '{') {
        lines.add(payload);
      } else {
        record.writeBytes(payload);
        record.write('\n');
        held++;
      }
      if (held == MESSAGES) {
        lines.add(record.toByteArray());
        record.reset();
        held = 0;
      }
    }
    if (held > 0) {
      lines.add(record.toByteArray());
    }
    return lines;
  }

  /** CloudWatch Logs asks now and then whether the stream is there. */
  public static byte[] controlMessage() throws IOException {
    return gzip(
        JSON.createObjectNode()
            .put("messageType", "CONTROL_MESSAGE")
            .put("owner", "CloudwatchLogs")
            .put("logGroup", "")
            .put("logStream", "")
            .set("logEvents", JSON.createArrayNode()));
  }

  private static boolean isLog(Path file) {
    return Files.isRegularFile(file)
        && file.toString().endsWith(".gz")
        && (file.toString().contains("/CloudTrail/")
            || file.toString().contains("/BedrockModelInvocationLogs/"))
        && !file.toString().contains("/data/")
        && !file.getFileName().toString().startsWith(".");
  }

  private static void trail(Path file, List<byte[]> payloads) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      for (JsonNode record : JSON.readTree(in).get("Records")) {
        ObjectNode envelope =
            JSON.createObjectNode()
                .put("version", "0")
                .put("id", record.path("eventID").asText())
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws.bedrock")
                .put("account", record.path("recipientAccountId").asText())
                .put("time", record.path("eventTime").asText())
                .put("region", record.path("awsRegion").asText());
        envelope.putArray("resources");
        envelope.set("detail", record);
        payloads.add(JSON.writeValueAsBytes(envelope));
      }
    }
  }

  private static void invocations(Path file, List<byte[]> payloads) throws IOException {
    String text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    for (int from = 0; from < lines.size(); from += MESSAGES) {
      ObjectNode data =
          JSON.createObjectNode()
              .put("messageType", "DATA_MESSAGE")
              .put("owner", "111122223333")
              .put("logGroup", "bedrock")
              .put("logStream", "aws/bedrock/modelinvocations");
      data.putArray("subscriptionFilters").add("landfall");
      ArrayNode events = data.putArray("logEvents");
      for (String line : lines.subList(from, Math.min(from + MESSAGES, lines.size()))) {
        events.addObject().put("id", "" + events.size()).put("timestamp", 0).put("message", line);
      }
      payloads.add(gzip(data));
    }
  }

  private static byte[] gzip(JsonNode json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(JSON.writeValueAsBytes(json));
    }
    return bytes.toByteArray();
  }
}
