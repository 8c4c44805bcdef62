package dev.landfall.ingest.generate;

/**
 * Spells the CloudTrail records that are no calls. Source: CloudTrail record contents, event
 * version 1.11, and Bedrock's list of operations that CloudTrail logs.
 */
final class SideText {
  private static final byte[] HEAD = JsonBytes.ascii("{\"eventVersion\":\"1.11\",");
  private static final String[] READS = {
    "ListFoundationModels", "GetInferenceProfile", "ListInferenceProfiles", "GetFoundationModel"
  };
  private static final String[][] NOISE = {
    {"ec2", "DescribeInstances", "{\"instancesSet\":{},\"filterSet\":{}}", "Management", "true"},
    {
      "sts",
      "AssumeRole",
      "{\"roleSessionName\":\"deploy\",\"durationSeconds\":3600}",
      "Management",
      "true"
    },
    {
      "s3",
      "GetObject",
      "{\"bucketName\":\"reports-archive\",\"key\":\"2026/11/summary.csv\"}",
      "Data",
      "true"
    },
    {"kms", "Decrypt", "{\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}", "Management", "true"},
    {"logs", "CreateLogStream", "{\"logGroupName\":\"/aws/lambda/resize\"}", "Management", "false"},
    {
      "dynamodb",
      "PutItem",
      "{\"tableName\":\"sessions\",\"key\":{\"id\":\"HIDDEN\"}}",
      "Data",
      "false"
    }
  };

  private final Identity identity = new Identity();

  void record(JsonBytes out, Side side) {
    switch (side.kind()) {
      case NOISE -> {
        String[] n = NOISE[(int) (side.seed() >>> 8 & 0xffff) % NOISE.length];
        record(out, side, n[0], n[1], n[2], n[3], n[4]);
      }
      case CONTROL_PLANE -> {
        String read = READS[(int) (side.seed() >>> 8 & 3)];
        record(out, side, "bedrock", read, "{\"maxResults\":100}", "Management", "true");
      }
      case GUARDRAIL_CHECK ->
          record(
              out,
              side,
              "bedrock",
              "ApplyGuardrail",
              "{\"guardrailIdentifier\":\"nggt98iysuiw\",\"guardrailVersion\":\"1\","
                  + "\"source\":\"INPUT\"}",
              "Data",
              "true");
      case BATCH_JOB ->
          record(
              out,
              side,
              "bedrock",
              "CreateModelInvocationJob",
              "{\"jobName\":\"nightly\",\"modelId\":\"us.anthropic.claude-sonnet-4-6\","
                  + "\"roleArn\":\"arn:aws:iam::"
                  + side.account()
                  + ":role/batch-inference\"}",
              "Management",
              "false");
      case AGENT ->
          record(
              out,
              side,
              "bedrock",
              "InvokeAgent",
              "{\"agentId\":\"AGENT12345\",\"agentAliasId\":\"TSTALIASID\","
                  + "\"sessionId\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"}",
              "Data",
              "true");
      case LOGGING_OFF ->
          change(out, side, "bedrock", "DeleteModelInvocationLoggingConfiguration", "null");
      case LOGGING_CHANGED ->
          change(
              out,
              side,
              "bedrock",
              "PutModelInvocationLoggingConfiguration",
              "{\"loggingConfig\":{\"s3Config\":{\"bucketName\":\"bedrock-logs-"
                  + side.account()
                  + "\",\"keyPrefix\":\"\"},\"textDataDeliveryEnabled\":true}}");
      case TRAIL_OFF ->
          change(
              out,
              side,
              "cloudtrail",
              "StopLogging",
              "{\"name\":\"arn:aws:cloudtrail:"
                  + side.region()
                  + ':'
                  + side.account()
                  + ":trail/management\"}");
      case SELECTORS_CHANGED ->
          change(
              out,
              side,
              "cloudtrail",
              "PutEventSelectors",
              "{\"trailName\":\"management\",\"eventSelectors\":[{\"readWriteType\":\"WriteOnly\","
                  + "\"includeManagementEvents\":true,\"dataResources\":[]}]}");
    }
  }

  private void change(
      JsonBytes out, Side side, String service, String operation, String parameters) {
    record(out, side, service, operation, parameters, "Management", "false");
  }

  private void record(
      JsonBytes out,
      Side side,
      String service,
      String operation,
      String parameters,
      String category,
      String readOnly) {
    out.raw(HEAD)
        .raw(identity.member(side.account(), side.role(), (int) (side.seed() >>> 3 & 255)));
    out.text(",\"eventTime\":\"").instant(side.second());
    out.text("\",\"eventSource\":\"").text(service).text(".amazonaws.com\",\"eventName\":\"");
    out.text(operation).text("\",\"awsRegion\":\"").text(side.region());
    out.text("\",\"sourceIPAddress\":\"10.1.").number(side.seed() >>> 40 & 127).text(".");
    out.number(side.seed() >>> 48 & 255);
    out.text("\",\"userAgent\":\"aws-sdk-java/2.41.24 md/io#sync md/http#Apache ua/2.1\",");
    out.text("\"requestParameters\":").text(parameters);
    out.text(",\"responseElements\":null,\"requestID\":\"").uuid(side.seed(), 1);
    out.text("\",\"eventID\":\"").uuid(side.seed(), 2);
    out.text("\",\"readOnly\":").text(readOnly);
    out.text(",\"eventType\":\"AwsApiCall\",\"managementEvent\":");
    out.text(category.equals("Data") ? "false" : "true");
    out.text(",\"recipientAccountId\":\"").text(side.account());
    out.text("\",\"sharedEventID\":\"").uuid(side.seed(), 3);
    out.text("\",\"eventCategory\":\"").text(category);
    out.text("\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":");
    out.text("\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"").text(service);
    out.text(".").text(side.region()).text(".amazonaws.com\"}}");
  }
}
