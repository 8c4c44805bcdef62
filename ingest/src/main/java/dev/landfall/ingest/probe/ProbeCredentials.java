package dev.landfall.ingest.probe;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Looks whether the SDK's own chain finds credentials, before anything is reserved or sent. */
final class ProbeCredentials {
  private ProbeCredentials() {}

  /** The account they belong to; null: they do not tell. */
  static @Nullable String account() throws ProbeProblem {
    try (DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials found = chain.resolveCredentials();
      return found.accountId().orElse(null);
    } catch (SdkClientException e) {
      throw new ProbeProblem(
          "no AWS credentials were found by the SDK's chain (environment, profile, container, instance); set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. '--dry-run' needs none",
          e);
    }
  }
}
