package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsFault;
import dev.landfall.ingest.config.LakePlace;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Whether a lake's bucket is there; that it can be written shows when the job starts. */
final class LakeBucketCheck implements Check {
  private static final String NAME = "lake-bucket";

  private final Asking aws;
  private final LakePlace.Bucket lake;

  LakeBucketCheck(Asking aws, LakePlace.Bucket lake) {
    this.aws = aws;
    this.lake = lake;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return lake.text();
  }

  @Override
  public List<Line> look() throws Exception {
    boolean pathStyle = lake.access().pathStyle();
    try (S3Client client = aws.client(S3Client.builder().forcePathStyle(pathStyle))) {
      aws.ask(
          "s3:ListBucket",
          () ->
              client.listObjectsV2(r -> r.bucket(lake.bucket()).prefix(lake.prefix()).maxKeys(1)));
      return List.of(Line.fine(NAME, subject(), "can be listed"));
    } catch (Unanswered e) {
      return List.of(
          e.kind() == AwsFault.Kind.MISSING
              ? Line.gap(NAME, subject(), "there is no such bucket", "create it, or mend 'lake'")
              : e.line(NAME, subject()));
    }
  }
}
