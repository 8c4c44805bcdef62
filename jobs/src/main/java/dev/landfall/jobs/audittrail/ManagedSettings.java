package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.bucket.BucketAccess;
import dev.landfall.ingest.bucket.BucketFiles;
import dev.landfall.ingest.config.ConfigFile;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings from runtime properties, where there are no files of ours.
 *
 * <p>Shape: {@code config} and {@code policy} hold the two files' text; {@code config.uri} and
 * {@code policy.uri} name them in a bucket instead, {@code s3://bucket/key}, read in {@code region}
 * (or the {@code AWS_REGION} of the environment). Every other property answers a {@code ${NAME}} of
 * the configuration before the environment does. The lake must be in a bucket, and no source can be
 * a folder: task managers of the service share no disk.
 */
final class ManagedSettings {
  private final Map<String, String> properties;
  private final Map<String, String> env;

  private ManagedSettings(Map<String, String> properties, Map<String, String> env) {
    this.properties = properties;
    this.env = env;
  }

  static Settings of(Map<String, String> properties, Map<String, String> env)
      throws IOException, ConfigProblem {
    ManagedSettings managed = new ManagedSettings(properties, env);
    Path folder = Files.createTempDirectory("landfall-settings");
    try {
      Path file = folder.resolve("landfall.yaml");
      Files.writeString(file, managed.text("config"));
      Files.writeString(folder.resolve("policy.yaml"), managed.text("policy"));
      Map<String, String> names = new HashMap<>(env);
      names.putAll(properties);
      requireNoFolder(ConfigFile.read(file, names), folder);
      return SettingsFiles.read(file, names);
    } finally {
      WorkFolders.delete(folder);
    }
  }

  private static void requireNoFolder(LandfallConfig config, Path folder) {
    if (!(config.lake() instanceof LakePlace.Bucket)) {
      throw new IllegalArgumentException(
          "lake: must be in a bucket here, like s3://bucket/prefix, not " + config.lake().text());
    }
    for (SourceConfig source : config.sources()) {
      if (source instanceof SourceConfig.Directory) {
        throw new IllegalArgumentException(
            "sources: a folder cannot be read here, and one is named: " + source.place());
      }
    }
    if (config.catalogue() != null) {
      throw new IllegalArgumentException("catalogue: a folder cannot be read here; leave it out");
    }
    if (!config.policy().equals(folder.resolve("policy.yaml"))) {
      throw new IllegalArgumentException(
          "policy: comes from the property 'policy' or 'policy.uri' here; leave the key out");
    }
  }

  private String text(String name) throws IOException {
    String text = properties.get(name);
    String uri = properties.get(name + ".uri");
    if ((text == null) == (uri == null)) {
      throw new IllegalArgumentException(
          "runtime properties of group '%s' need either '%s' or '%s.uri'"
              .formatted(AuditMain.GROUP, name, name));
    }
    return text != null ? text : fetched(name, java.util.Objects.requireNonNull(uri));
  }

  private String fetched(String name, String uri) throws IOException {
    int slash = uri.indexOf('/', LakePlace.S3.length());
    if (!uri.startsWith(LakePlace.S3) || slash < 0 || slash + 1 == uri.length()) {
      throw new IllegalArgumentException(
          "'%s' under '%s.uri' is not a place like s3://bucket/key".formatted(uri, name));
    }
    String bucket = uri.substring(LakePlace.S3.length(), slash);
    BucketAccess access =
        new BucketAccess(AwsAccess.in(region()).at(endpoint()), endpoint() != null);
    return new String(
        new BucketFiles(access, bucket, "").read(uri.substring(slash + 1)), StandardCharsets.UTF_8);
  }

  private String region() {
    String region = properties.getOrDefault("region", env.getOrDefault("AWS_REGION", ""));
    if (region.isEmpty()) {
      throw new IllegalArgumentException(
          "runtime properties of group '%s' need 'region' to read files from a bucket"
              .formatted(AuditMain.GROUP));
    }
    return region;
  }

  private @Nullable String endpoint() {
    return properties.get("endpoint");
  }
}
