package dev.landfall.ingest.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * Makes SDK clients that all behave alike: Region, endpoint, role, time-outs, one HTTP library.
 *
 * <p>Source: AWS SDK for Java 2.x, "Client configuration". Credentials come from the SDK's own
 * chain and nowhere else; the address of STS can be set as the SDK reads it, {@code
 * AWS_ENDPOINT_URL_STS}. Threads: safe; each client belongs to the caller, who closes it.
 */
public final class AwsClients {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** A subscription holds its place for minutes, and there is one for each shard of a stream. */
  private static final int OPEN_STREAMS = 1_000;

  private static final String SESSION = "landfall";

  /** One per Region for the life of the process: the provider of a role does not close its own. */
  private static final Map<String, StsClient> STS = new ConcurrentHashMap<>();

  private AwsClients() {}

  /** A blocking client. */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C sync(
      B builder, AwsAccess access) {
    return common(builder, access)
        .httpClientBuilder(
            Apache5HttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
        .build();
  }

  /**
   * A blocking client that tries each call once: for callers who pace themselves, or who want an
   * answer now. Nothing may take longer than the time given.
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C once(
      B builder, AwsAccess access, Duration longest) {
    B common = common(builder, access);
    return common
        .overrideConfiguration(
            common
                .overrideConfiguration()
                .copy(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(longest)))
        .httpClientBuilder(
            Apache5HttpClient.builder().connectionTimeout(CONNECT).socketTimeout(longest))
        .build();
  }

  /** A client that answers later, and can hold a stream open. */
  public static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C async(
      B builder, AwsAccess access) {
    NettyNioAsyncHttpClient.Builder http =
        NettyNioAsyncHttpClient.builder()
            .connectionTimeout(CONNECT)
            .readTimeout(ANSWER)
            .maxConcurrency(OPEN_STREAMS);
    if (access.endpoint() != null && access.endpoint().startsWith("http:")) {
      // HTTP/2 without TLS is spoken by few servers; AWS's own have TLS
      http.protocol(Protocol.HTTP1_1);
    }
    return common(builder, access).httpClientBuilder(http).build();
  }

  /** Region, endpoint, credentials and name of the caller; the HTTP client is not yet chosen. */
  public static <B extends AwsClientBuilder<B, C>, C> B common(B builder, AwsAccess access) {
    builder
        .region(Region.of(access.region()))
        .credentialsProvider(credentials(access))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, SESSION)
                .build());
    if (access.endpoint() != null) {
      builder.endpointOverride(URI.create(access.endpoint()));
    }
    return builder;
  }

  private static AwsCredentialsProvider credentials(AwsAccess access) {
    AwsCredentialsProvider own = DefaultCredentialsProvider.builder().build();
    if (access.roleArn() == null) {
      return own;
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(STS.computeIfAbsent(access.region(), region -> sts(region, own)))
        .refreshRequest(assume(access.roleArn(), access.externalId()))
        .build();
  }

  private static StsClient sts(String region, AwsCredentialsProvider own) {
    return StsClient.builder()
        .region(Region.of(region))
        .credentialsProvider(own)
        .httpClientBuilder(
            Apache5HttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
        .build();
  }

  private static AssumeRoleRequest assume(String roleArn, @Nullable String externalId) {
    return AssumeRoleRequest.builder()
        .roleArn(roleArn)
        .roleSessionName(SESSION)
        .externalId(externalId)
        .build();
  }
}
