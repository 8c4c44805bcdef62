package dev.landfall.ingest.config;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.bucket.BucketAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code lake:}, {@code lake_access:} and {@code cluster:}: the places the job writes to.
 *
 * <p>A place is a path, from the folder of the file, or {@code s3://bucket/prefix}; all that are in
 * buckets are reached by the same {@code lake_access}.
 */
final class PlaceReader {
  private static final Pattern BUCKET_PLACE =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*'()/-]*))?");
  private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

  private PlaceReader() {}

  /** How buckets are reached; empty if the file does not say. */
  static Optional<BucketAccess> access(Section top) throws ConfigProblem {
    return top.read("lake_access", PlaceReader::access);
  }

  static LakePlace lake(Section top, Path folder) throws ConfigProblem {
    Optional<BucketAccess> access = access(top);
    LakePlace lake =
        top.read("lake", LakePlace.in(folder.resolve("lake")), value -> place(value, access));
    Optional<Value> checkpoints = checkpoints(top);
    boolean used =
        lake instanceof LakePlace.Bucket
            || checkpoints.isPresent() && checkpoints.get().text().startsWith(LakePlace.S3);
    if (access.isPresent() && !used) {
      throw top.get("lake_access")
          .orElseThrow()
          .problem("nothing here is in a bucket; write lake: s3://bucket/prefix, or take this out");
    }
    return lake;
  }

  static ClusterConfig cluster(Section top, LakePlace lake) throws ConfigProblem {
    ClusterConfig standard = ClusterConfig.standard(lake);
    Optional<BucketAccess> access = access(top);
    return top.read(
        "cluster",
        standard,
        value -> {
          Section cluster = value.section("checkpoints", "checkpoint_interval", "parallelism");
          return new ClusterConfig(
              cluster.read("checkpoints", standard.checkpoints(), v -> place(v, access)),
              cluster.read(
                  "checkpoint_interval", standard.checkpointInterval(), ConfigFile::positive),
              cluster.read("parallelism", standard.parallelism(), v -> (int) v.whole(0, 128)));
        });
  }

  private static Optional<Value> checkpoints(Section top) throws ConfigProblem {
    Optional<Value> cluster = top.get("cluster");
    return cluster.isEmpty() || !cluster.get().isGroup()
        ? Optional.empty()
        : Optional.ofNullable(cluster.get().entries().get("checkpoints"));
  }

  private static LakePlace place(Value value, Optional<BucketAccess> access) throws ConfigProblem {
    String text = value.text();
    if (!text.contains("://")) {
      return LakePlace.in(value.path());
    }
    Matcher matcher = BUCKET_PLACE.matcher(text);
    if (!matcher.matches()) {
      throw value.problem("this is neither a folder nor a place like s3://bucket/prefix");
    }
    String prefix = matcher.group(2) == null ? "" : matcher.group(2);
    if (prefix.startsWith("/") || prefix.contains("//") || prefix.contains("..")) {
      throw value.problem("the prefix must not hold empty or dotted parts");
    }
    return new LakePlace.Bucket(
        matcher.group(1),
        prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix,
        access.orElseThrow(
            () ->
                value.problem(
                    "a place in a bucket needs its Region: lake_access: { region: ap-southeast-6 }")));
  }

  private static BucketAccess access(Value value) throws ConfigProblem {
    Section access = value.section("region", "endpoint", "path_style", "role_arn", "external_id");
    return new BucketAccess(
        new AwsAccess(
            access.need("region").text(Words.REGION, Words.A_REGION),
            access.read("endpoint", v -> v.text(SourceReader.URL, "an http address")).orElse(null),
            access
                .read("role_arn", v -> v.text(SourceReader.ROLE, "the ARN of a role"))
                .orElse(null),
            access.read("external_id", Value::text).orElse(null)),
        access.read("path_style", false, v -> v.oneOf(YES_OR_NO)));
  }
}
