package dev.landfall.ingest.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Records with the fewest fields that make them whole, to be bent by tests. */
final class Make {
  private Make() {}

  static String trail(String id) {
    return trail(id, "InvokeModel", "bedrock.amazonaws.com", "");
  }

  /** {@code more} is raw JSON, beginning with a comma, or empty. */
  static String trail(String id, String operation, String source, String more) {
    return ("{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":"
            + "\"arn:aws:sts::100200300400:assumed-role/app/one\",\"accountId\":\"100200300400\"},"
            + "\"eventTime\":\"2026-11-20T10:00:00Z\",\"eventSource\":\"%s\",\"eventName\":\"%s\","
            + "\"awsRegion\":\"ap-southeast-6\",\"requestID\":\"%s\",\"eventID\":\"e-%s\","
            + "\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"100200300400\"%s}")
        .formatted(source, operation, id, id, more);
  }

  static String log(String id) {
    return "{" + String.join(",", logMembers(id)) + "}";
  }

  static String log(String id, String prompt) {
    return log(id).replace("what is due today", prompt);
  }

  static List<String> logMembers(String id) {
    return new ArrayList<>(
        List.of(
            "\"timestamp\":\"2026-11-20T10:00:00Z\"",
            "\"accountId\":\"100200300400\"",
            "\"region\":\"ap-southeast-6\"",
            "\"requestId\":\"" + id + "\"",
            "\"operation\":\"Converse\"",
            "\"modelId\":\"au.anthropic.claude-sonnet-4-6\"",
            "\"identity\":{\"arn\":\"arn:aws:sts::100200300400:assumed-role/app/one\"}",
            "\"requestMetadata\":{\"team\":\"claims\",\"ticket\":\"private\"}",
            "\"input\":{\"inputContentType\":\"application/json\",\"inputBodyJson\":{\"messages\":"
                + "[{\"role\":\"user\",\"content\":[{\"text\":\"what is due today\"}]}],"
                + "\"inferenceConfig\":{\"maxTokens\":400}},\"inputTokenCount\":21}",
            "\"output\":{\"outputBodyJson\":{\"output\":{\"message\":{\"content\":"
                + "[{\"text\":\"nothing is due\"}]}},\"metrics\":{\"latencyMs\":812}},"
                + "\"outputTokenCount\":34}",
            "\"inferenceRegion\":\"ap-southeast-2\"",
            "\"schemaType\":\"ModelInvocationLog\"",
            "\"schemaVersion\":\"1.0\""));
  }

  static String records(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  static String lines(String... records) {
    return String.join("\n", records) + "\n";
  }

  static String text(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  static String subscription(String type, String... messages) {
    StringBuilder events = new StringBuilder();
    for (String message : messages) {
      events
          .append(events.length() == 0 ? "" : ",")
          .append("{\"id\":\"1\",\"timestamp\":1,\"message\":\"")
          .append(text(message))
          .append("\"}");
    }
    return "{\"messageType\":\"%s\",\"owner\":\"100200300400\",\"logGroup\":\"g\",\"logEvents\":[%s]}"
        .formatted(type, events);
  }

  static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
