package dev.landfall.ingest.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place that logs come from.
 *
 * <p>Missing: an empty list of accounts or Regions means all of them; a null role, external id or
 * endpoint means that the key was not given.
 */
public sealed interface SourceConfig {

  /** The value of {@code type:} in the file. */
  String type();

  /** Where it reads, for people: a path, a bucket, a stream. Never holds a secret. */
  String place();

  /** Names the source in state and on pages; stable while type and place are. */
  default String id() {
    return type() + ":" + place();
  }

  /** AWS's S3 layout below a folder, watched. */
  record Directory(Path path) implements SourceConfig {
    @Override
    public String type() {
      return "directory";
    }

    @Override
    public String place() {
      return path.toString();
    }
  }

  /** AWS's layout below a prefix of a bucket. */
  record S3(
      String bucket,
      String prefix,
      String region,
      List<String> accounts,
      List<String> regions,
      @Nullable String roleArn,
      @Nullable String externalId)
      implements SourceConfig {
    public S3 {
      accounts = List.copyOf(accounts);
      regions = List.copyOf(regions);
    }

    @Override
    public String type() {
      return "s3";
    }

    @Override
    public String place() {
      return "s3://" + bucket + "/" + prefix;
    }
  }

  /** A Kinesis stream. */
  record Kinesis(String stream, String region, @Nullable String endpoint, From from)
      implements SourceConfig {
    @Override
    public String type() {
      return "kinesis";
    }

    @Override
    public String place() {
      return region + "/" + stream;
    }
  }

  /** CloudTrail's own event history, by LookupEvents. */
  record CloudTrailLookup(String region, Duration since) implements SourceConfig {
    @Override
    public String type() {
      return "cloudtrail-lookup";
    }

    @Override
    public String place() {
      return region;
    }
  }

  /** Where a stream is read from when there is no saved position. */
  enum From {
    LATEST,
    TRIM_HORIZON
  }
}
