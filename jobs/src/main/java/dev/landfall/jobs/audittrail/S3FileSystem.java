package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.bucket.BucketAccess;
import dev.landfall.ingest.config.LakePlace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;

/**
 * Flink's own access to checkpoints in a bucket, told the same as the lake's.
 *
 * <p>Source: the option names of flink-s3-fs-native 2.3, {@code NativeS3FileSystemFactory}. No
 * credential is set: without one the file system asks the AWS SDK's own chain. On a cluster these
 * options stand in the cluster's configuration, for a job cannot bring them.
 */
final class S3FileSystem {
  private S3FileSystem() {}

  /** What the cluster's configuration needs; empty for a folder. */
  static Map<String, String> options(LakePlace place) {
    Map<String, String> options = new LinkedHashMap<>();
    if (place instanceof LakePlace.Bucket bucket) {
      BucketAccess access = bucket.access();
      options.put("s3.region", access.aws().region());
      options.put("s3.path-style-access", Boolean.toString(access.pathStyle()));
      put(options, "s3.endpoint", access.aws().endpoint());
      put(options, "s3.assume-role.arn", access.aws().roleArn());
      put(options, "s3.assume-role.external-id", access.aws().externalId());
    }
    return options;
  }

  private static void put(
      Map<String, String> options, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  /** Makes {@code s3://} readable and writable for Flink in this process. */
  static void prepare(LakePlace place) {
    if (place instanceof LakePlace.Bucket) {
      FileSystem.initialize(Configuration.fromMap(options(place)), null);
    }
  }
}
