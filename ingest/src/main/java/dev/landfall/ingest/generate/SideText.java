package dev.landfall.ingest.generate;

import java.util.List;

/**
 * Spells the CloudTrail records that are no calls. Source: CloudTrail record contents, event
 * version 1.11, and Bedrock's list of operations that CloudTrail logs.
 */
final class SideText {
  private static final byte[] HEAD = JsonBytes.ascii("{\"eventVersion\":\"1.11\",");

  /**
   * What was done.
   *
   * @param parameters JSON; {@code %account} and {@code %region} stand for the record's own
   */
  private record Event(
      String service, String operation, String parameters, boolean data, boolean readOnly) {

    static Event read(String service, String operation, String parameters) {
      return new Event(service, operation, parameters, false, true);
    }

    static Event write(String service, String operation, String parameters) {
      return new Event(service, operation, parameters, false, false);
    }

    static Event data(String service, String operation, String parameters) {
      return new Event(service, operation, parameters, true, true);
    }

    String parameters(Side side) {
      return parameters.indexOf('%') < 0
          ? parameters
          : parameters.replace("%account", side.account()).replace("%region", side.region());
    }
  }

  private static final List<Event> NOISE =
      List.of(
          Event.read("ec2", "DescribeInstances", "{\"instancesSet\":{},\"filterSet\":{}}"),
          Event.read(
              "sts", "AssumeRole", "{\"roleSessionName\":\"deploy\",\"durationSeconds\":3600}"),
          Event.data(
              "s3",
              "GetObject",
              "{\"bucketName\":\"reports-archive\",\"key\":\"2026/11/summary.csv\"}"),
          Event.read("kms", "Decrypt", "{\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}"),
          Event.write("logs", "CreateLogStream", "{\"logGroupName\":\"/aws/lambda/resize\"}"),
          Event.data("dynamodb", "GetItem", "{\"tableName\":\"sessions\",\"key\":{\"id\":\"7\"}}"));

  private static final List<Event> READS =
      List.of(
          Event.read("bedrock", "ListFoundationModels", "null"),
          Event.read("bedrock", "ListInferenceProfiles", "{\"maxResults\":100}"),
          Event.read(
              "bedrock",
              "GetInferenceProfile",
              "{\"inferenceProfileIdentifier\":\"au.anthropic.claude-sonnet-4-6\"}"),
          Event.read(
              "bedrock",
              "GetFoundationModel",
              "{\"modelIdentifier\":\"anthropic.claude-sonnet-4-6\"}"));

  private static final Event GUARDRAIL_CHECK =
      Event.data(
          "bedrock",
          "ApplyGuardrail",
          "{\"guardrailIdentifier\":\"nggt98iysuiw\",\"guardrailVersion\":\"1\","
              + "\"source\":\"INPUT\"}");
  private static final Event BATCH_JOB =
      Event.write(
          "bedrock",
          "CreateModelInvocationJob",
          "{\"jobName\":\"nightly\",\"modelId\":\"us.anthropic.claude-sonnet-4-6\","
              + "\"roleArn\":\"arn:aws:iam::%account:role/batch-inference\"}");
  private static final Event AGENT =
      Event.data(
          "bedrock",
          "InvokeAgent",
          "{\"agentId\":\"AGENT12345\",\"agentAliasId\":\"TSTALIASID\","
              + "\"sessionId\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"}");
  private static final Event LOGGING_OFF =
      Event.write("bedrock", "DeleteModelInvocationLoggingConfiguration", "null");
  private static final Event LOGGING_CHANGED =
      Event.write(
          "bedrock",
          "PutModelInvocationLoggingConfiguration",
          "{\"loggingConfig\":{\"s3Config\":{\"bucketName\":\"bedrock-logs-%account\","
              + "\"keyPrefix\":\"\"},\"textDataDeliveryEnabled\":true}}");
  private static final Event TRAIL_OFF =
      Event.write(
          "cloudtrail",
          "StopLogging",
          "{\"name\":\"arn:aws:cloudtrail:%region:%account:trail/management\"}");
  private static final Event SELECTORS_CHANGED =
      Event.write(
          "cloudtrail",
          "PutEventSelectors",
          "{\"trailName\":\"management\",\"eventSelectors\":[{\"readWriteType\":\"WriteOnly\","
              + "\"includeManagementEvents\":true,\"dataResources\":[]}]}");

  private final Identity identity = new Identity();

  void record(JsonBytes out, Side side) {
    Event event = event(side);
    out.raw(HEAD);
    int session = (int) (side.seed() >>> 3 & 255);
    out.raw(identity.member(side.account(), side.role(), session));
    out.text(",\"eventTime\":\"").instant(side.second());
    out.text("\",\"eventSource\":\"").text(event.service());
    out.text(".amazonaws.com\",\"eventName\":\"").text(event.operation());
    out.text("\",\"awsRegion\":\"").text(side.region());
    out.text("\",\"sourceIPAddress\":\"10.1.").number(side.seed() >>> 40 & 127).text(".");
    out.number(side.seed() >>> 48 & 255);
    out.text("\",\"userAgent\":\"aws-sdk-java/2.41.24 md/io#sync md/http#Apache ua/2.1\",");
    out.text("\"requestParameters\":").text(event.parameters(side));
    out.text(",\"responseElements\":null,\"requestID\":\"").uuid(side.seed(), 1);
    out.text("\",\"eventID\":\"").uuid(side.seed(), 2);
    out.text("\",\"readOnly\":").text(event.readOnly() ? "true" : "false");
    out.text(",\"eventType\":\"AwsApiCall\",\"managementEvent\":");
    out.text(event.data() ? "false" : "true");
    out.text(",\"recipientAccountId\":\"").text(side.account());
    out.text("\",\"sharedEventID\":\"").uuid(side.seed(), 3);
    out.text("\",\"eventCategory\":\"").text(event.data() ? "Data" : "Management");
    out.text("\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":");
    out.text("\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"").text(event.service());
    out.text(".").text(side.region()).text(".amazonaws.com\"}}");
  }

  private static Event event(Side side) {
    int pick = (int) (side.seed() >>> 8 & 0xffff);
    return switch (side.kind()) {
      case NOISE -> NOISE.get(pick % NOISE.size());
      case CONTROL_PLANE -> READS.get(pick % READS.size());
      case GUARDRAIL_CHECK -> GUARDRAIL_CHECK;
      case BATCH_JOB -> BATCH_JOB;
      case AGENT -> AGENT;
      case LOGGING_OFF -> LOGGING_OFF;
      case LOGGING_CHANGED -> LOGGING_CHANGED;
      case TRAIL_OFF -> TRAIL_OFF;
      case SELECTORS_CHANGED -> SELECTORS_CHANGED;
    };
  }
}
