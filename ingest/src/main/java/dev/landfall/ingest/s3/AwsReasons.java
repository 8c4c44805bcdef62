package dev.landfall.ingest.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a call to AWS failed with, in few stable words: they stand in the lake and must not change
 * with a request id or a host name.
 *
 * <p>Source: S3 API reference, "Error responses". A denial of the key reads like one of the object;
 * the message alone names {@code kms:}.
 */
final class AwsReasons {
  static final String NO_PERMISSION = "no permission";
  static final String GONE = "gone";

  private AwsReasons() {}

  static String of(SdkException fault) {
    if (fault instanceof AwsServiceException service) {
      return ofService(service);
    }
    String said = String.valueOf(fault.getMessage());
    if (fault instanceof SdkClientException && said.contains("load credentials")) {
      return "no credentials";
    }
    return "unreachable";
  }

  /** Whether the fault speaks of all that is asked for, not of one key or prefix. */
  static boolean isEverywhere(SdkException fault) {
    String reason = of(fault);
    return !reason.equals(NO_PERMISSION) && !reason.equals(GONE);
  }

  private static String ofService(AwsServiceException fault) {
    String code =
        fault.awsErrorDetails() == null || fault.awsErrorDetails().errorCode() == null
            ? ""
            : fault.awsErrorDetails().errorCode();
    String byCode = ofCode(code, String.valueOf(fault.getMessage()));
    return byCode != null ? byCode : ofStatus(fault.statusCode());
  }

  private static @Nullable String ofCode(String code, String message) {
    if (code.startsWith("KMS.") || code.equals("AccessDenied") && message.contains("kms:")) {
      return "no permission for the key";
    }
    if (message.contains("sts:AssumeRole")) {
      return "role cannot be assumed";
    }
    return switch (code) {
      case "NoSuchKey" -> GONE;
      case "NoSuchBucket" -> "no such bucket";
      case "InvalidObjectState" -> "archived";
      case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint" ->
          "bucket is in another Region";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
          "credentials refused";
      case "RequestTimeTooSkewed" -> "clock is wrong";
      case "SlowDown", "ThrottlingException", "RequestLimitExceeded" -> "throttled";
      case "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist" -> "no such queue";
      default -> null;
    };
  }

  private static String ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> NO_PERMISSION;
      case 404 -> GONE;
      case 412, 416 -> "changed while read";
      case 429, 503 -> "throttled";
      default -> status >= 500 ? "server error" : "refused";
    };
  }
}
