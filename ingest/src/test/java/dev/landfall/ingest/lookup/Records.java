package dev.landfall.ingest.lookup;

import dev.landfall.core.servers.EventHistoryServer;
import java.time.Instant;

/** CloudTrail records as AWS writes them; names and numbers are invented. */
final class Records {
  static final String BEDROCK = "bedrock.amazonaws.com";
  static final String TRAIL = "cloudtrail.amazonaws.com";

  private Records() {}

  static String id(int n) {
    return "%08d-0000-4000-8000-000000000000".formatted(n);
  }

  static void converse(EventHistoryServer server, int n, long at, long delay) {
    server.add(id(n), "Converse", BEDROCK, at, delay, json(n, at, "Converse", BEDROCK));
  }

  static void stopLogging(EventHistoryServer server, int n, long at, long delay) {
    server.add(id(n), "StopLogging", TRAIL, at, delay, json(n, at, "StopLogging", TRAIL));
  }

  private static String json(int n, long at, String name, String source) {
    return """
        {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":\
        "arn:aws:sts::111122223333:assumed-role/contact-centre-app/s","accountId":"111122223333"},\
        "eventTime":"%s","eventSource":"%s","eventName":"%s","awsRegion":"ap-southeast-6",\
        "requestParameters":{"modelId":"au.anthropic.claude-sonnet-4-6"},\
        "additionalEventData":{"inferenceRegion":"ap-southeast-2","inputTokens":10,\
        "outputTokens":20},"requestID":"r-%d","eventID":"%s","readOnly":true,\
        "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333",\
        "eventCategory":"Management"}"""
        .formatted(Instant.ofEpochMilli(at / 1000 * 1000), source, name, n, id(n));
  }
}
