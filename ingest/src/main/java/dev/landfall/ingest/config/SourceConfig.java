package dev.landfall.ingest.config;

import dev.landfall.ingest.aws.AwsAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * AWS's layout below a prefix of a bucket.
   *
   * @param pathStyle the bucket stands in the path, not in the host name: for servers that are not
   *     AWS's own
   * @param lookBack how many days before today are swept for objects that came late
   * @param queue address of an SQS queue that is told of new objects; null: the bucket is listed
   * @param pollInterval time between two looks; each costs requests
   */
  record S3(
      String bucket,
      String prefix,
      AwsAccess access,
      List<String> accounts,
      List<String> regions,
      boolean pathStyle,
      Duration lookBack,
      @Nullable String queue,
      Duration pollInterval)
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

  /**
   * A Kinesis stream.
   *
   * @param consumer name under which enhanced fan-out is registered; null: shards are polled
   */
  record Kinesis(String stream, AwsAccess access, From from, @Nullable String consumer)
      implements SourceConfig {
    @Override
    public String type() {
      return "kinesis";
    }

    @Override
    public String place() {
      return access.region() + "/" + stream;
    }
  }

  /**
   * CloudTrail's own event history, by LookupEvents: management events of one account and Region.
   *
   * @param since how far back the first start reads
   * @param every time between two looks at the present
   */
  record CloudTrailLookup(AwsAccess access, Duration since, Duration every)
      implements SourceConfig {
    @Override
    public String type() {
      return "cloudtrail-lookup";
    }

    @Override
    public String place() {
      return access.roleArn() == null ? access.region() : access.region() + "/" + access.roleArn();
    }
  }

  /**
   * Where a stream is read from when there is no saved position.
   *
   * @param at records that arrived at or after this time; null: {@code oldest} decides
   * @param oldest from the oldest record the stream keeps; otherwise only what comes from now on
   */
  record From(@Nullable Instant at, boolean oldest) {
    public static final From LATEST = new From(null, false);
    public static final From TRIM_HORIZON = new From(null, true);

    public static From at(Instant time) {
      return new From(time, false);
    }
  }
}
