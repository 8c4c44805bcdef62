package dev.landfall.ingest.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * One call to a model of ours, called in one Region and run in another, as AWS would log it.
 *
 * <p>Source: CloudTrail record contents, event version 1.11; invocation log, schema version 1.0;
 * EventBridge's "AWS API Call via CloudTrail". It holds no prompt. Times are cut to the second, as
 * CloudTrail does; the id keeps the millisecond.
 */
final class CanaryRecord {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String GOV = "us-gov-";

  private final String account;
  private final String region;
  private final Instant at;
  private final String id;
  private final String eventId;

  CanaryRecord(String account, String region, Instant plantedAt, int chance) {
    this.account = account;
    this.region = region;
    this.at = plantedAt.truncatedTo(ChronoUnit.SECONDS);
    this.id = CanaryId.of(account, plantedAt.toEpochMilli(), chance);
    this.eventId = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
  }

  String id() {
    return id;
  }

  /** A Region of the same partition that is not the one called. */
  private String elsewhere() {
    if (region.startsWith(GOV)) {
      return region.equals("us-gov-west-1") ? "us-gov-east-1" : "us-gov-west-1";
    }
    return region.equals("us-west-2") ? "us-east-1" : "us-west-2";
  }

  private String arn() {
    String partition = region.startsWith(GOV) ? "aws-us-gov" : "aws";
    return "arn:" + partition + ":sts::" + account + ":assumed-role/landfall-canary/canary";
  }

  private ObjectNode trail() {
    ObjectNode record = JSON.objectNode();
    record.put("eventVersion", "1.11");
    record
        .putObject("userIdentity")
        .put("type", "AssumedRole")
        .put("arn", arn())
        .put("accountId", account);
    record.put("eventTime", at.toString());
    record.put("eventSource", "bedrock.amazonaws.com");
    record.put("eventName", "Converse");
    record.put("awsRegion", region);
    record.put("userAgent", "landfall-canary");
    record.putObject("requestParameters").put("modelId", Canary.MODEL);
    record.putNull("responseElements");
    record.putObject("additionalEventData").put("inferenceRegion", elsewhere());
    record.put("requestID", id);
    record.put("eventID", eventId);
    record.put("readOnly", true);
    record.put("eventType", "AwsApiCall");
    record.put("managementEvent", true);
    record.put("recipientAccountId", account);
    record.put("eventCategory", "Management");
    return record;
  }

  private ObjectNode log() {
    ObjectNode record = JSON.objectNode();
    record.put("schemaType", "ModelInvocationLog");
    record.put("schemaVersion", "1.0");
    record.put("timestamp", at.toString());
    record.put("accountId", account);
    record.putObject("identity").put("arn", arn());
    record.put("region", region);
    record.put("requestId", id);
    record.put("operation", "Converse");
    record.put("modelId", Canary.MODEL);
    record.put("inferenceRegion", elsewhere());
    record.putObject("input").put("inputContentType", "application/json");
    record.putObject("output").put("outputContentType", "application/json");
    return record;
  }

  /** A record of a stream, as EventBridge sends what CloudTrail saw. */
  byte[] event() {
    ObjectNode event = JSON.objectNode();
    event.put("version", "0");
    event.put("id", eventId);
    event.put("detail-type", "AWS API Call via CloudTrail");
    event.put("source", "aws.bedrock");
    event.put("account", account);
    event.put("time", at.toString());
    event.put("region", region);
    event.putArray("resources");
    event.set("detail", trail());
    return bytes(event);
  }

  /** An object's bytes, gzip as AWS writes it. */
  byte[] object(Kind kind) {
    if (kind == Kind.LOG) {
      return zipped(bytes(log()));
    }
    ObjectNode file = JSON.objectNode();
    file.putArray("Records").add(trail());
    return zipped(bytes(file));
  }

  /**
   * Where AWS would put the object, below the folder that holds {@code AWSLogs}. Its name ends in
   * the canary's id, by which it is known as planted before it is read.
   */
  String path(Kind kind) {
    return kind == Kind.LOG
        ? "AWSLogs/%s/BedrockModelInvocationLogs/%s/%s/%s_%s.json.gz"
            .formatted(
                account, region, format("uuuu/MM/dd/HH"), format("uuuuMMdd'T'HHmmssSSS'Z'"), id)
        : "AWSLogs/%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%s.json.gz"
            .formatted(
                account,
                region,
                format("uuuu/MM/dd"),
                account,
                region,
                format("uuuuMMdd'T'HHmm'Z'"),
                id);
  }

  /** Which log tells of the canary. */
  enum Kind {
    TRAIL,
    LOG
  }

  private String format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC).format(at);
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own record cannot be written as JSON", e);
    }
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
