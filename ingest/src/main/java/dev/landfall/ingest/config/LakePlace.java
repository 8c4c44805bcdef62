package dev.landfall.ingest.config;

import dev.landfall.ingest.bucket.BucketAccess;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where a lake is: a folder of this machine, or a prefix of a bucket.
 *
 * <p>Shape: travels with the job, so it holds text only; a folder is an absolute path. Holds no
 * secret.
 */
public sealed interface LakePlace extends Serializable {
  /** How the place of a bucket begins. */
  String S3 = "s3://";

  /** The place as people and Flink write it: a path, or {@code s3://bucket/prefix}. */
  String text();

  /** The place as a URI without a slash at its end: {@code file:///…} or {@code s3://…}. */
  String uri();

  /** A place below this one. */
  LakePlace below(String name);

  static LakePlace in(Path folder) {
    return new Folder(folder.toAbsolutePath().normalize().toString());
  }

  /** A folder; {@code path} is absolute. */
  record Folder(String path) implements LakePlace {
    private static final long serialVersionUID = 1;

    public Path folder() {
      return Path.of(path);
    }

    @Override
    public String text() {
      return path;
    }

    @Override
    public String uri() {
      String uri = folder().toUri().toString();
      return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    @Override
    public LakePlace below(String name) {
      return in(folder().resolve(name));
    }
  }

  /**
   * A prefix of a bucket.
   *
   * @param prefix without slashes at its ends; empty: the whole bucket
   */
  record Bucket(String bucket, String prefix, BucketAccess access) implements LakePlace {
    private static final long serialVersionUID = 1;

    @Override
    public String text() {
      return uri();
    }

    @Override
    public String uri() {
      return S3 + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    @Override
    public LakePlace below(String name) {
      return new Bucket(bucket, prefix.isEmpty() ? name : prefix + "/" + name, access);
    }
  }
}
