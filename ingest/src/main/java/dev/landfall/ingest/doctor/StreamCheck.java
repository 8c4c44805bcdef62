package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsFault;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Whether a stream is there, active, and may be listed and read. */
final class StreamCheck implements Check {
  private static final String NAME = "stream";

  private final Asking aws;
  private final String stream;

  StreamCheck(Asking aws, String stream) {
    this.aws = aws;
    this.stream = stream;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return aws.subject() + "/" + stream;
  }

  @Override
  public List<Line> look() throws Exception {
    try (KinesisClient client = aws.client(KinesisClient.builder())) {
      StreamDescriptionSummary found =
          aws.ask(
                  "kinesis:DescribeStreamSummary",
                  () -> client.describeStreamSummary(r -> r.streamName(stream)))
              .streamDescriptionSummary();
      String status = found.streamStatusAsString();
      int listed =
          aws.ask("kinesis:ListShards", () -> client.listShards(r -> r.streamName(stream)))
              .shards()
              .size();
      String detail =
          "%s, %d open shards (%d listed), keeps records %d h"
              .formatted(status, found.openShardCount(), listed, found.retentionPeriodHours());
      boolean live = "ACTIVE".equals(status) || "UPDATING".equals(status);
      return List.of(
          live
              ? Line.fine(NAME, subject(), detail)
              : Line.gap(NAME, subject(), detail, "wait until the stream is ACTIVE"));
    } catch (Unanswered e) {
      return List.of(
          e.kind() == AwsFault.Kind.MISSING
              ? Line.gap(
                  NAME,
                  subject(),
                  "there is no such stream",
                  "create it, or mend 'stream' and 'region'")
              : e.line(NAME, subject()));
    }
  }
}
