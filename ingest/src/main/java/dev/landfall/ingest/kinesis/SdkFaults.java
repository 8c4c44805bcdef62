package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.KmsOptInRequiredException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Turns the SDK's exceptions into ours. Source: Kinesis API reference, errors of each action. */
final class SdkFaults {
  private SdkFaults() {}

  static StreamFault of(String what, Throwable thrown) {
    Throwable fault = thrown;
    while ((fault instanceof CompletionException || fault instanceof ExecutionException)
        && fault.getCause() != null) {
      fault = fault.getCause();
    }
    if (fault instanceof StreamFault ours) {
      return ours;
    }
    return new StreamFault(kind(fault), what + ": " + said(fault), fault);
  }

  private static Kind kind(Throwable fault) {
    if (fault instanceof ExpiredIteratorException) {
      return Kind.EXPIRED;
    }
    if (fault instanceof ProvisionedThroughputExceededException
        || fault instanceof LimitExceededException
        || fault instanceof KmsThrottlingException) {
      return Kind.THROTTLED;
    }
    if (fault instanceof KmsAccessDeniedException
        || fault instanceof KmsDisabledException
        || fault instanceof KmsInvalidStateException
        || fault instanceof KmsNotFoundException
        || fault instanceof KmsOptInRequiredException) {
      return Kind.NO_KEY;
    }
    if (fault instanceof ResourceNotFoundException) {
      return Kind.GONE;
    }
    if (fault instanceof ResourceInUseException) {
      return Kind.IN_USE;
    }
    if (fault instanceof AccessDeniedException) {
      return Kind.DENIED;
    }
    if (fault instanceof InternalFailureException) {
      return Kind.UNAVAILABLE;
    }
    return fault instanceof AwsServiceException answered ? byStatus(answered) : Kind.UNAVAILABLE;
  }

  private static Kind byStatus(AwsServiceException answered) {
    if (answered.isThrottlingException()) {
      return Kind.THROTTLED;
    }
    if (answered.statusCode() >= 500) {
      return Kind.UNAVAILABLE;
    }
    // signatures and tokens are refused with 400 or 403 and a name of their own
    boolean denied =
        answered.statusCode() == 403
            || answered.statusCode() == 401
            || name(answered).startsWith("AccessDenied")
            || name(answered).contains("Token")
            || name(answered).contains("Signature");
    return denied ? Kind.DENIED : Kind.REFUSED;
  }

  private static String name(AwsServiceException answered) {
    String code =
        answered.awsErrorDetails() == null ? null : answered.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String said(Throwable fault) {
    String name = fault.getClass().getSimpleName();
    return fault instanceof SdkException ? name + ", " + fault.getMessage() : name;
  }
}
