package dev.landfall.ingest.aws;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one AWS service is reached for one source.
 *
 * <p>Missing: a null endpoint means AWS's own for the Region; a null role means the credentials
 * that the SDK's chain finds; a null external id means that none is sent. Holds no secret.
 */
public record AwsAccess(
    String region, @Nullable String endpoint, @Nullable String roleArn, @Nullable String externalId)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** AWS's own endpoint with the credentials of the SDK's chain. */
  public static AwsAccess in(String region) {
    return new AwsAccess(region, null, null, null);
  }

  public AwsAccess at(@Nullable String otherEndpoint) {
    return new AwsAccess(region, otherEndpoint, roleArn, externalId);
  }
}
