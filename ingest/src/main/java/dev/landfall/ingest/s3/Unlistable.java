package dev.landfall.ingest.s3;

/** A listing that could not be made. {@code everywhere}: no other prefix would fare better. */
final class Unlistable extends Exception {
  private static final long serialVersionUID = 1;

  final String reason;
  final boolean everywhere;

  Unlistable(String reason, boolean everywhere, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
    this.everywhere = everywhere;
  }
}
