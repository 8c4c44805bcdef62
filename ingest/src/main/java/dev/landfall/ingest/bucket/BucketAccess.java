package dev.landfall.ingest.bucket;

import dev.landfall.ingest.aws.AwsAccess;
import java.io.Serializable;

/**
 * How a bucket is reached.
 *
 * @param pathStyle the bucket stands in the path, not in the host name: for servers that are not
 *     AWS's own
 */
public record BucketAccess(AwsAccess aws, boolean pathStyle) implements Serializable {
  private static final long serialVersionUID = 1;
}
