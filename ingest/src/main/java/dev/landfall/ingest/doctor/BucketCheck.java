package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsFault;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.layout.AwsLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Whether a bucket can be listed and one of its log objects read, by a byte of it. */
final class BucketCheck implements Check {
  private static final String LIST = "bucket-list";
  private static final String READ = "bucket-read";
  private static final int MOST_FOLDERS = 5;
  private static final int PAGE = 50;

  private final Asking aws;
  private final SourceConfig.S3 source;

  BucketCheck(Asking aws, SourceConfig.S3 source) {
    this.aws = aws;
    this.source = source;
  }

  @Override
  public String name() {
    return LIST;
  }

  @Override
  public String subject() {
    return source.place();
  }

  @Override
  public List<Line> look() throws Exception {
    List<Line> lines = new ArrayList<>();
    try (S3Client client = aws.client(S3Client.builder().forcePathStyle(source.pathStyle()))) {
      Optional<String> object;
      try {
        object = find(client);
        lines.add(Line.fine(LIST, subject(), "can be listed"));
      } catch (Unanswered e) {
        lines.add(
            e.kind() == AwsFault.Kind.MISSING
                ? Line.gap(LIST, subject(), "there is no such bucket", "mend 'bucket' and 'region'")
                : e.line(LIST, subject()));
        lines.add(Line.unknown(READ, subject(), "no object to try", "mend the listing first"));
        return lines;
      }
      lines.add(
          object.isPresent()
              ? read(client, object.get())
              : Line.unknown(
                  READ,
                  subject(),
                  "no log object was found to try",
                  "check 'prefix': logs stand below <prefix>AWSLogs/"));
    }
    return lines;
  }

  private Line read(S3Client client, String key) {
    try {
      aws.ask(
          "s3:GetObject (with kms:Decrypt where objects are encrypted by a key)",
          () ->
              client
                  .getObjectAsBytes(r -> r.bucket(source.bucket()).key(key).range("bytes=0-0"))
                  .response());
      return Line.fine(READ, subject(), "an object of it can be read");
    } catch (Unanswered e) {
      return e.line(READ, subject());
    }
  }

  /** A log object, a few folders deep: accounts, below an organisation's folder or not. */
  private Optional<String> find(S3Client client) throws Unanswered {
    List<String> accounts = new ArrayList<>();
    String prefix = source.prefix();
    String logs = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/") + "AWSLogs/";
    for (CommonPrefix folder : folders(client, logs)) {
      if (folder.prefix().startsWith(logs + "o-")) {
        folders(client, folder.prefix()).forEach(below -> accounts.add(below.prefix()));
      } else {
        accounts.add(folder.prefix());
      }
    }
    for (String account : accounts.subList(0, Math.min(MOST_FOLDERS, accounts.size()))) {
      for (String kind : List.of("CloudTrail/", "BedrockModelInvocationLogs/")) {
        for (S3Object object : page(client, account + kind, null).contents()) {
          if (!AwsLayout.describe(object.key()).isSkipped()) {
            return Optional.of(object.key());
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<CommonPrefix> folders(S3Client client, String prefix) throws Unanswered {
    return page(client, prefix, "/").commonPrefixes().stream().limit(MOST_FOLDERS).toList();
  }

  private ListObjectsV2Response page(S3Client client, String prefix, @Nullable String delimiter)
      throws Unanswered {
    return aws.ask(
        "s3:ListBucket",
        () ->
            client.listObjectsV2(
                r -> r.bucket(source.bucket()).prefix(prefix).delimiter(delimiter).maxKeys(PAGE)));
  }
}
