package dev.landfall.ingest.aws;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What an AWS call failed of, in words that stay the same.
 *
 * <p>Source: "Common errors" of the AWS API references; a service's own code says it better than
 * the HTTP status, so it is asked first. Holds no message of AWS: such messages name principals.
 *
 * @param reason stable words for a row, a page or a person
 */
public record AwsFault(Kind kind, String reason) {

  /** What is to be done about it. */
  public enum Kind {
    /** Ask again, later. */
    THROTTLED,
    /** A token or position is no longer good: begin that piece anew. */
    EXPIRED,
    /** Someone has to grant something. */
    DENIED,
    /** The thing asked for does not exist. */
    MISSING,
    /** The request itself is not accepted. */
    REFUSED,
    /** Nobody answered, or AWS failed. */
    UNREACHABLE
  }

  private static final Set<String> THROTTLES =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "SlowDown");
  private static final Set<String> DENIALS =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "UnauthorizedOperation",
          "UnauthorizedException",
          "AuthFailure",
          "OptInRequired",
          "NotAuthorized");
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "CloudTrailInvalidClientTokenIdException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "MissingAuthenticationTokenException",
          "InvalidAccessKeyId",
          "ExpiredToken",
          "ExpiredTokenException");

  /** What the exception of an SDK client, or one it is the cause of, tells. */
  public static AwsFault of(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof AwsServiceException said) {
        return ofService(said);
      }
    }
    return fault instanceof SdkClientException client && withoutCredentials(client)
        ? new AwsFault(Kind.DENIED, "no credentials")
        : new AwsFault(Kind.UNREACHABLE, "unreachable");
  }

  private static AwsFault ofService(AwsServiceException said) {
    String code = said.awsErrorDetails() == null ? "" : said.awsErrorDetails().errorCode();
    String named = code == null ? "" : code;
    int status = said.statusCode();
    if (THROTTLES.contains(named) || status == 429) {
      return new AwsFault(Kind.THROTTLED, "throttled");
    }
    if (named.contains("NextToken") || named.equals("ExpiredIteratorException")) {
      return new AwsFault(Kind.EXPIRED, "token expired");
    }
    if (BAD_CREDENTIALS.contains(named)) {
      return new AwsFault(Kind.DENIED, "credentials refused");
    }
    if (DENIALS.contains(named) || status == 401 || status == 403) {
      return new AwsFault(Kind.DENIED, "no permission");
    }
    if (named.contains("NotFound") || named.startsWith("NoSuch") || status == 404) {
      return new AwsFault(Kind.MISSING, "does not exist");
    }
    return status >= 500
        ? new AwsFault(Kind.UNREACHABLE, "AWS failed")
        : new AwsFault(Kind.REFUSED, named.isEmpty() ? "refused" : "refused: " + named);
  }

  private static boolean withoutCredentials(SdkClientException fault) {
    String message = fault.getMessage();
    return message != null && message.contains("Unable to load credentials");
  }
}
