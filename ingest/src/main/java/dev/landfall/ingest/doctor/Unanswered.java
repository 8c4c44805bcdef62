package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsFault;

/** A call that AWS refused or did not answer. */
final class Unanswered extends Exception {
  private static final long serialVersionUID = 1;

  private final String permission;
  private final transient AwsFault fault;
  private final String who;

  Unanswered(String permission, AwsFault fault, String who, Throwable cause) {
    super(permission + ": " + fault.reason(), cause);
    this.permission = permission;
    this.fault = fault;
    this.who = who;
  }

  AwsFault.Kind kind() {
    return fault.kind();
  }

  /** A refused permission is a gap with its name; everything else is not known. */
  Line line(String check, String subject) {
    String reason = fault.reason();
    return switch (fault.kind()) {
      case DENIED ->
          reason.equals("no permission")
              ? Line.gap(
                  check, subject, permission + " is denied", "allow " + permission + " to " + who)
              : Line.unknown(
                  check,
                  subject,
                  permission + ": " + reason,
                  "set credentials that the AWS SDK finds, such as AWS_PROFILE or a role of the"
                      + " machine");
      case THROTTLED, EXPIRED ->
          Line.unknown(check, subject, permission + ": " + reason, "run doctor again in a minute");
      case UNREACHABLE ->
          Line.unknown(
              check,
              subject,
              permission + ": " + reason,
              "check the network path to AWS, 'region' and 'endpoint'");
      case MISSING, REFUSED ->
          Line.unknown(
              check, subject, permission + ": " + reason, "check the names in the configuration");
    };
  }
}
