package dev.landfall.ingest.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of one new object.
 *
 * <p>Source: S3 user guide, "Event message structure" (the key is URL-encoded, a space is a plus),
 * directly or inside an SNS notification, and "EventBridge event schema", {@code Object Created};
 * there nothing says that the key is encoded, so it is taken as it stands.
 *
 * @param at when S3 had the object, epoch milliseconds
 * @param eTag null: the message has none
 */
record Notification(String bucket, String key, long size, @Nullable String eTag, long at) {
  private static final int DEEPEST = 20;
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  /**
   * The new objects that a message tells of: none for other events and for a queue's test message.
   *
   * @return null: the message cannot be understood
   */
  static @Nullable List<Notification> of(String body) {
    try {
      JsonNode message = JSON.readTree(body);
      if (message.path("Type").asText().equals("Notification")) {
        message = JSON.readTree(message.path("Message").asText());
      }
      return of(message);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      // the text itself is not kept: nobody knows what is in it
      return null;
    }
  }

  private static @Nullable List<Notification> of(JsonNode message) {
    if (message.path("Event").asText().equals("s3:TestEvent")) {
      return List.of();
    }
    if (message.path("source").asText().equals("aws.s3")) {
      boolean created = message.path("detail-type").asText().equals("Object Created");
      return created ? List.of(ofEventBridge(message)) : List.of();
    }
    JsonNode records = message.path("Records");
    if (!records.isArray()) {
      return null;
    }
    List<Notification> told = new ArrayList<>();
    for (JsonNode entry : records) {
      if (entry.path("eventName").asText().startsWith("ObjectCreated:")) {
        told.add(ofRecord(entry));
      }
    }
    return told;
  }

  private static Notification ofRecord(JsonNode entry) {
    JsonNode object = entry.path("s3").path("object");
    return new Notification(
        text(entry.path("s3").path("bucket"), "name"),
        URLDecoder.decode(text(object, "key"), StandardCharsets.UTF_8),
        object.path("size").asLong(),
        object.path("eTag").asText(null),
        Instant.parse(text(entry, "eventTime")).toEpochMilli());
  }

  private static Notification ofEventBridge(JsonNode event) {
    JsonNode object = event.path("detail").path("object");
    return new Notification(
        text(event.path("detail").path("bucket"), "name"),
        text(object, "key"),
        object.path("size").asLong(),
        object.path("etag").asText(null),
        Instant.parse(text(event, "time")).toEpochMilli());
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("a notification without " + field);
    }
    return node.path(field).asText();
  }
}
