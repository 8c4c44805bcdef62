package dev.landfall.ingest.doctor;

import java.util.List;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** What is looked at once for each account and Region. */
final class AccountChecks {
  private AccountChecks() {}

  static List<Check> of(Asking aws) {
    return List.of(
        new TrailCheck(aws),
        new LoggingCheck(aws),
        new PermissionCheck("quotas", aws.subject(), () -> quotas(aws)),
        new PermissionCheck("profiles", aws.subject(), () -> profiles(aws)));
  }

  private static String quotas(Asking aws) throws Unanswered {
    try (ServiceQuotasClient client = aws.client(ServiceQuotasClient.builder())) {
      int known =
          aws.ask(
                  "servicequotas:ListServiceQuotas",
                  () -> client.listServiceQuotas(r -> r.serviceCode("bedrock").maxResults(100)))
              .quotas()
              .size();
      return "readable, " + known + " on the first page";
    }
  }

  private static String profiles(Asking aws) throws Unanswered {
    try (BedrockClient client = aws.client(BedrockClient.builder())) {
      int known =
          aws.ask(
                  "bedrock:ListInferenceProfiles",
                  () -> client.listInferenceProfiles(r -> r.maxResults(10)))
              .inferenceProfileSummaries()
              .size();
      return "readable, " + known + " on the first page";
    }
  }

  /** For a source that reads the event history. */
  static Check history(Asking aws) {
    return new PermissionCheck(
        "event-history",
        aws.subject(),
        () -> {
          try (CloudTrailClient client = aws.client(CloudTrailClient.builder())) {
            int events =
                aws.ask("cloudtrail:LookupEvents", () -> client.lookupEvents(r -> r.maxResults(1)))
                    .events()
                    .size();
            return events == 0
                ? "can be asked; it holds no event"
                : "can be asked; it holds management events only";
          }
        });
  }
}
