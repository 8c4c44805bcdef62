package dev.landfall.ingest.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.LoggingConfig;

/** Whether model invocations are logged, where to, and with which bodies. */
final class LoggingCheck implements Check {
  private static final String NAME = "invocation-log";
  private static final String BODIES = "invocation-log-bodies";

  private final Asking aws;

  LoggingCheck(Asking aws) {
    this.aws = aws;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return aws.subject();
  }

  @Override
  public List<Line> look() throws Exception {
    try (BedrockClient client = aws.client(BedrockClient.builder())) {
      LoggingConfig logging =
          aws.ask(
                  "bedrock:GetModelInvocationLoggingConfiguration",
                  () -> client.getModelInvocationLoggingConfiguration(r -> {}))
              .loggingConfig();
      String places = places(logging);
      if (logging == null || places.isEmpty()) {
        return List.of(
            Line.gap(
                NAME,
                subject(),
                "switched off",
                "switch it on in this Region, to S3 or CloudWatch Logs; it is set for each account"
                    + " and Region"));
      }
      return List.of(Line.fine(NAME, subject(), "on, to " + places), bodies(logging));
    }
  }

  private static String places(@Nullable LoggingConfig logging) {
    List<String> places = new ArrayList<>();
    if (logging != null && logging.s3Config() != null) {
      places.add("s3://" + logging.s3Config().bucketName());
    }
    if (logging != null && logging.cloudWatchConfig() != null) {
      places.add("log group " + logging.cloudWatchConfig().logGroupName());
    }
    return String.join(" and ", places);
  }

  /** Metadata and token counts are logged with every flag off; bodies are the owner's choice. */
  private Line bodies(LoggingConfig logging) {
    List<String> on = new ArrayList<>();
    List<String> off = new ArrayList<>();
    (Boolean.TRUE.equals(logging.textDataDeliveryEnabled()) ? on : off).add("text");
    (Boolean.TRUE.equals(logging.imageDataDeliveryEnabled()) ? on : off).add("image");
    (Boolean.TRUE.equals(logging.embeddingDataDeliveryEnabled()) ? on : off).add("embedding");
    (Boolean.TRUE.equals(logging.videoDataDeliveryEnabled()) ? on : off).add("video");
    (Boolean.TRUE.equals(logging.audioDataDeliveryEnabled()) ? on : off).add("audio");
    String without =
        on.contains("text")
            ? ""
            : "; without text the limit of output of InvokeModel calls is not known";
    return Line.fine(
        BODIES, subject(), "bodies of %s; not of %s%s".formatted(words(on), words(off), without));
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
